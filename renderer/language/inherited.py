"""Methods that every sketch inherits from Processing's `PApplet`, beside the language's builtins.

A function of one of these names is another one where its parameters differ, and refused by Java
where they are the same: unless it returns the same, when it takes the method's place. Read off
`processing.core.PApplet` of Processing 4 by `javap`.

Each word is `name:parameters`, a parameter being `i` for int and color, `f` for float, `b` for
boolean.
"""

from __future__ import annotations

_SEALED = """
    acos:f alpha:i asin:f atan:f beginPGL: binary:i binary:ii blendColor:iii blue:i
    brightness:i calcSketchPath: choice:i choice:ii copy: createGraphics:ii createImage:iii
    createPrimaryGraphics: createShape: createShape:i day: exp:f get: get:iiii getGraphics:
    getMatrix: getSurface: green:i hex:i hex:ii hideMenuBar: hour: hue:i initSurface:
    lerpColor:iifi log:f mag:ff mag:fff minute: month: nf:f nf:fii nf:ii nfc:fi nfc:i
    nfp:fii nfp:ii nfs:fii nfs:ii norm:fff notify: notifyAll: parseBoolean:i parseByte:b
    parseByte:f parseByte:i parseChar:i parseFloat:i parseInt:b parseInt:f print:b print:f
    print:i println: println:b println:f println:i randomGaussian: red:i saturation:i
    second: sketchDisplay: sketchFullScreen: sketchHeight: sketchOutputPath:
    sketchOutputStream: sketchPath: sketchPixelDensity: sketchRenderer: sketchSmooth:
    sketchWidth: sketchWindowColor: sq:f str:b str:f str:i toString: wait: year:
"""

_VOID = """
    ambient:f ambient:fff ambient:i ambientLight:fff ambientLight:ffffff applyMatrix:ffffff
    applyMatrix:ffffffffffffffff beginCamera: beginContour: bezierDetail:i blend:iiiiiiiii
    blendMode:i box:f box:fff camera: camera:fffffffff checkAlpha: clear: clip:ffff
    colorMode:i colorMode:if colorMode:ifff colorMode:iffff copy:iiiiiiii cursor: cursor:i
    curveDetail:i curveTightness:f delay:i dequeueEvents: directionalLight:ffffff dispose:
    edge:b emissive:f emissive:fff emissive:i endCamera: endContour: endPGL: endRaw:
    endRecord: exit: exitActual: filter:i filter:if flush: focusGained: focusLost:
    frameMoved:ii frameRate:f frustum:ffffff fullScreen: fullScreen:i handleDraw: hint:i
    imageMode:i keyPressed: keyReleased: keyTyped: lightFalloff:fff lightSpecular:fff
    lights: loadPixels: loop: mouseClicked: mouseDragged: mouseEntered: mouseExited:
    mouseMoved: mousePressed: mouseReleased: mouseWheel: noClip: noCursor: noLights: noLoop:
    noSmooth: noTexture: noTint: noiseDetail:i noiseDetail:if normal:fff orientation:i
    ortho: ortho:ffff ortho:ffffff pause: perspective: perspective:ffff pixelDensity:i
    pointLight:ffffff pop: popStyle: postWindowMoved:ii postWindowResized:ii printCamera:
    printMatrix: printProjection: push: pushStyle: redraw: resetMatrix: resetShader:
    resetShader:i resume: rotateX:f rotateY:f rotateZ:f runSketch: saveFrame: set:iii
    setSize:ii settings: shapeMode:i shearX:f shearY:f shininess:f showSurface: smooth:
    smooth:i specular:f specular:fff specular:i sphere:f sphereDetail:i sphereDetail:ii
    spotLight:fffffffffff start: startSurface: stop: text:fff text:ffff text:iff text:ifff
    textAlign:i textAlign:ii textLeading:f textMode:i textSize:f textureMode:i textureWrap:i
    tint:f tint:ff tint:fff tint:ffff tint:i tint:if updatePixels: updatePixels:iiii
    windowMove:ii windowMoved: windowRatio:ii windowResizable:b windowResize:ii
    windowResized:
"""

_INT = """
    displayDensity: displayDensity:i get:ii hashCode: lerpColor:iif millis:
"""

_FLOAT = """
    bezierPoint:fffff bezierTangent:fffff curvePoint:fffff curveTangent:fffff modelX:fff
    modelY:fff modelZ:fff noise:f noise:ff noise:fff screenX:ff screenX:fff screenY:ff
    screenY:fff screenZ:fff textAscent: textDescent:
"""

_BOOLEAN = """
    exitCalled: isLooping:
"""


def _methods() -> dict[str, str | None]:
    methods: dict[str, str | None] = dict.fromkeys(_SEALED.split())
    for result, words in (
        ("void", _VOID),
        ("int", _INT),
        ("float", _FLOAT),
        ("boolean", _BOOLEAN),
    ):
        methods |= dict.fromkeys(words.split(), result)
    return methods


INHERITED: dict[str, str | None] = _methods()
"""What each method returns; None where no function may take its place."""


def signature(name: str, types: list[str]) -> str:
    """The key of a function in `INHERITED`, by its name and the types of its parameters."""
    return f"{name}:{''.join('i' if kind == 'color' else kind[0] for kind in types)}"
