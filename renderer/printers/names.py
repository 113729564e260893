"""The target languages' own names, and how a sketch's names keep out of their way.

Processing tells a variable `scale` from the function `scale`; JavaScript, Python and Lisp do not,
and each has words of its own.
"""

from __future__ import annotations

import keyword
from collections.abc import Callable

from renderer.language.builtins import BUILTINS, CONSTANTS, MODES, snake_case
from renderer.language.tree import Block, Declare, For, If, Program, Statement, While

_JAVASCRIPT = """
arguments async await break case catch class const continue debugger default delete do else enum
eval export extends false finally for function if implements import in instanceof interface let new
null package private protected public return static super switch this throw true try typeof
undefined var void while with yield Array BigInt Boolean Function Infinity Math NaN Number Object
String console document globalThis location p5 parent self top window
"""

_P5 = """
constructor preload setup draw remove
mousePressed mouseReleased mouseClicked mouseMoved mouseDragged mouseWheel doubleClicked
keyPressed keyReleased keyTyped touchStarted touchMoved touchEnded
deviceMoved deviceTurned deviceShaken windowResized
registerPreloadMethod registerMethod unregisterMethod VERSION P2D WEBGL WEBGL2 ARROW CROSS
HAND MOVE TEXT WAIT HALF_PI PI QUARTER_PI TAU TWO_PI DEGREES RADIANS DEG_TO_RAD RAD_TO_DEG
CORNER CORNERS RADIUS RIGHT LEFT CENTER TOP BOTTOM BASELINE POINTS LINES LINE_STRIP LINE_LOOP
TRIANGLES TRIANGLE_FAN TRIANGLE_STRIP QUADS QUAD_STRIP TESS CLOSE OPEN CHORD PIE PROJECT
SQUARE ROUND BEVEL MITER RGB HSB HSL AUTO ALT BACKSPACE CONTROL DELETE DOWN_ARROW ENTER ESCAPE
LEFT_ARROW OPTION RETURN RIGHT_ARROW SHIFT TAB UP_ARROW BLEND REMOVE ADD DARKEST LIGHTEST
DIFFERENCE SUBTRACT EXCLUSION MULTIPLY SCREEN REPLACE OVERLAY HARD_LIGHT SOFT_LIGHT DODGE BURN
THRESHOLD GRAY OPAQUE INVERT POSTERIZE DILATE ERODE BLUR NORMAL ITALIC BOLD BOLDITALIC CHAR
WORD LINEAR QUADRATIC BEZIER CURVE STROKE FILL TEXTURE IMMEDIATE IMAGE NEAREST REPEAT CLAMP
MIRROR FLAT SMOOTH LANDSCAPE PORTRAIT GRID AXES LABEL FALLBACK CONTAIN COVER UNSIGNED_BYTE
UNSIGNED_INT FLOAT HALF_FLOAT RGBA print frameCount deltaTime focused cursor frameRate
getFrameRate setFrameRate getTargetFrameRate noCursor webglVersion displayWidth displayHeight
windowWidth windowHeight width height fullscreen pixelDensity displayDensity getURL getURLPath
getURLParams pushStyle popStyle popMatrix pushMatrix registerPromisePreload camera perspective
linePerspective ortho frustum createCamera setCamera setAttributes createCanvas resizeCanvas
noCanvas createGraphics createFramebuffer clearDepth blendMode noLoop loop isLooping push pop
redraw applyMatrix resetMatrix rotate rotateX rotateY rotateZ scale shearX shearY translate
arc ellipse circle line point quad rect square triangle ellipseMode noSmooth rectMode smooth
strokeCap strokeJoin strokeWeight bezier bezierDetail bezierPoint bezierTangent curve
curveDetail curveTightness curvePoint curveTangent beginContour beginShape bezierVertex
curveVertex endContour endShape quadraticVertex vertex normal textOutput gridOutput alpha blue
brightness color green hue lerpColor paletteLerp lightness red saturation beginClip endClip
clip background clear colorMode fill noFill noStroke stroke erase noErase createStringDict
createNumberDict storeItem getItem clearStorage removeItem select selectAll removeElements
createDiv createP createSpan createImg createA createSlider createButton createCheckbox
createSelect createRadio createColorPicker createInput createFileInput createVideo createAudio
VIDEO AUDIO createCapture createElement describe describeElement deviceOrientation
accelerationX accelerationY accelerationZ pAccelerationX pAccelerationY pAccelerationZ
rotationX rotationY rotationZ pRotationX pRotationY pRotationZ pRotateDirectionX
pRotateDirectionY pRotateDirectionZ turnAxis setMoveThreshold setShakeThreshold isKeyPressed
keyIsPressed key keyCode keyIsDown movedX movedY mouseX mouseY pmouseX pmouseY winMouseX
winMouseY pwinMouseX pwinMouseY mouseButton mouseIsPressed requestPointerLock exitPointerLock
touches createImage saveCanvas encodeAndDownloadGif saveFrames loadImage saveGif image tint
noTint imageMode pixels blend copy getFilterGraphicsLayer filter get loadPixels set
updatePixels loadJSON loadStrings loadTable loadXML loadBytes httpGet httpPost httpDo
createWriter save saveJSON saveJSONObject saveJSONArray saveStrings saveTable writeFile
downloadFile abs ceil constrain dist exp floor lerp log mag map max min norm pow round sq sqrt
fract createVector noise noiseDetail noiseSeed randomSeed random randomGaussian acos asin atan
atan2 cos sin tan degrees radians angleMode textAlign textLeading textSize textStyle textWidth
textAscent textDescent textWrap loadFont text textFont append arrayCopy concat reverse shorten
shuffle sort splice subset float int str boolean byte char unchar hex unhex join match
matchAll nf nfc nfp nfs split splitTokens trim day hour minute millis month second year
beginGeometry endGeometry buildGeometry freeGeometry plane box sphere cylinder cone ellipsoid
torus orbitControl debugMode noDebugMode ambientLight specularColor directionalLight
pointLight imageLight panorama lights lightFalloff spotLight noLights loadModel model
createModel loadShader createShader createFilterShader shader baseMaterialShader
baseNormalShader baseColorShader baseStrokeShader resetShader texture textureMode textureWrap
normalMaterial ambientMaterial emissiveMaterial specularMaterial shininess metalness
callRegisteredHooksFor
"""
"""Everything p5.js 1.11 puts into the global scope."""

_P5_2 = """
EMPTY_PATH EXCLUDE FULL HWB INCLUDE JOIN LAB LCH LINEAR_MIPMAP OKLAB OKLCH P2DP3 PATH RGBP3 SIMPLE
WEBGPU acosh asinh atanh baseComputeShader baseFilterShader bezierOrder bool buildColorShader
buildComputeShader buildFilterShader buildMaterialShader buildNormalShader buildStrokeShader bvec2
bvec3 bvec4 canvas clamp code compute cosh createMatrix createStorage cross dFdx dFdy discard
distance dot drawingContext equal exp2 faceforward fma fontAscent fontBounds fontDescent fontWidth
fwidth getTexture hitCriticalError imageShader instanceID inversesqrt ivec2 ivec3 ivec4 length
loadBlob loadColorShader loadFilterShader loadMaterialShader loadNormalShader loadStrokeShader log2
mat2x2 mat3x3 mat4x4 mix mod normalize notEqual parseFontData reflect refract roundEven sampler2D
screenToWorld sign sinh smoothstep spline splinePoint splineProperties splineProperty splineTangent
splineVertex step strandsEarlyReturn strandsFor strandsIf strandsTernary strokeMode strokeShader
tanh textBounds textDirection textMode textProperties textProperty textWeight touchend touchstart
trunc uniformStorage vec2 vec3 vec4 vertexProperty worldToScreen
"""
"""What p5.js 2.3 adds, but for the families of `_SHADER_NAMES`."""

_SHADER_NAMES = frozenset(
    prefix + kind
    for prefix in ("shared", "uniform", "varying")
    for kind in (
        *("Bool", "Float", "Int", "Texture", "Sampler2D", "Mat2x2", "Mat3x3", "Mat4x4"),
        *(f"{of}Vec{form}{n}" for of in ("", "B", "I") for form in ("", "tor") for n in (2, 3, 4)),
    )
)

_PYTHON = """
abs float int math max min pow py5 range round struct
draw exiting key_pressed key_released key_typed mouse_clicked mouse_dragged mouse_entered
mouse_exited mouse_moved mouse_pressed mouse_released mouse_wheel post_draw pre_draw settings setup
"""

_RUBY = """
alias and begin break case class def defined do else elsif end ensure false for if in module next
nil not or redo rescue retry return self super then true undef unless until when while yield
draw height hash initialize inspect lambda loop method_missing proc raise send settings setup width
"""

_LISP = """
and begin begin-shape boolean case comment cond define delay do else exact float for if int lambda
let list not or quasiquote quote quotient remainder return set truncate unquote void while
"""

JAVASCRIPT_NAMES = frozenset((*_JAVASCRIPT.split(), *_P5.split(), *_P5_2.split())) | _SHADER_NAMES
PYTHON_NAMES = frozenset((*keyword.kwlist, *_PYTHON.split()))
_SNAKE = frozenset(snake_case(name) for name in BUILTINS)
RUBY_NAMES = frozenset((*_RUBY.split(), *_SNAKE))
LISP_NAMES = frozenset((*_LISP.split(), *BUILTINS, *CONSTANTS, *MODES))


class Names:
    """What each name of a program is called in a target language, by scope.

    A name that the target has taken gets a trailing `_`. So does a variable named like a function
    (in Processing they do not meet), and a local that hides a global: block scopes differ.
    """

    def __init__(
        self,
        program: Program,
        taken: frozenset[str],
        respell: Callable[[str], str] = str,
    ) -> None:
        """Chooses the names.

        Args:
            program: whose names they are.
            taken: names of the target that a sketch must not use.
            respell: what to make of a name first; Ruby has its own rules for capitals.
        """
        variables = {p.name for function in program.functions for p in function.parameters}
        for statements in (program.globals_, program.main, *(f.body for f in program.functions)):
            variables |= declared(statements)
        functions = {function.name for function in program.functions}
        self._used = {*taken, *variables, *functions}
        self._functions = {
            name: self._free(name, respell(name) != name or name in taken, respell)
            for name in sorted(functions)
        }
        self._variables = {
            name: self._free(
                name, respell(name) != name or name in taken or name in functions, respell
            )
            for name in sorted(variables)
        }
        self._hiding: dict[str, str] = {}
        self.scopes: list[dict[str, tuple[str, str]]] = [{}]

    def _free(self, name: str, change: bool, respell: Callable[[str], str] = str) -> str:
        if not change:
            return name
        name = respell(name) + "_"
        while name in self._used:
            name += "_"
        self._used.add(name)
        return name

    def function(self, name: str) -> str:
        """A function of the program."""
        return self._functions[name]

    def declare(self, name: str, kind: str, parameter: bool = False) -> str:
        """A variable that comes into being in the innermost scope."""
        text = self._variables[name]
        if len(self.scopes) > 1 and name in self.scopes[0] and not parameter:
            if name not in self._hiding:
                self._hiding[name] = self._free(text, change=True)
            text = self._hiding[name]
        self.scopes[-1][name] = (text, kind)
        return text

    def variable(self, name: str) -> tuple[str, str] | None:
        """What a variable in scope is called here, and its type; None for constants."""
        for scope in reversed(self.scopes):
            if name in scope:
                return scope[name]
        return None

    def is_global(self, name: str) -> bool:
        """Whether a name means a global here."""
        return name in self.scopes[0] and not any(name in scope for scope in self.scopes[1:])


def declared(statements: list[Statement]) -> set[str]:
    """The names of all variables that statements declare, at any depth."""
    found: set[str] = set()
    for node in statements:
        match node:
            case Declare(name=name):
                found.add(name)
            case If(_, body, orelse):
                found |= declared(body) | declared(orelse)
            case For(init, _, _, body):
                found |= declared([init] if init is not None else []) | declared(body)
            case While(_, body) | Block(body):
                found |= declared(body)
    return found
