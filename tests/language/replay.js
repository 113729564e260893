// Runs p5.js sketches against a stand-in for p5.js that writes down every call.
// Input: {sources, draws, modes, constants} as JSON; output: one record for each source.
const vm = require("node:vm");

const task = JSON.parse(require("node:fs").readFileSync(0, "utf8"));

class Color {
  constructor(levels) { this.levels = levels; }
  toString() { return "rgba(" + this.levels + ")"; }
}

function color(...channels) {
  if (channels[0] instanceof Color) return channels[0];
  if (typeof channels[0] === "string") {
    const digits = channels[0].slice(1);
    return new Color([0, 2, 4].map(i => parseInt(digits.slice(i, i + 2), 16)).concat(255));
  }
  const cut = channels.map(c => Math.trunc(Math.min(Math.max(c, 0), 255)));
  const [gray, alpha = 255] = cut;
  return new Color(cut.length < 3 ? [gray, gray, gray, alpha] : [...cut.slice(0, 3), cut[3] ?? 255]);
}

function play(source) {
  const record = [];
  const scope = { Math, BigInt, Number, String, color, width: 100, height: 100 };
  const shown = value => value instanceof Color ? value.levels
    : typeof value === "string" && value[0] === "#" ? color(value).levels : value;
  for (const name of task.draws) {
    scope[name === "size" ? "createCanvas" : name] = (...args) => {
      if (name === "size") [scope.width, scope.height] = args;
      while (args.length && args[args.length - 1] === undefined) args.pop();
      record.push([name, ...args.map(shown)]);
    };
  }
  // push() and pop() keep more than the matrix; the sketch uses them where that is the same.
  scope.push = () => record.push(["pushMatrix"]);
  scope.pop = () => record.push(["popMatrix"]);
  scope.drawingContext = { getTransform: scope.push, setTransform: scope.pop };
  for (const mode of task.modes) scope[mode] = mode;
  Object.assign(scope, task.constants, {
    red: c => color(c).levels[0],
    green: c => color(c).levels[1],
    blue: c => color(c).levels[2],
    alpha: c => color(c).levels[3],
    constrain: (n, low, high) => Math.max(Math.min(n, high), low),
    map: (n, a, b, c, d) => ((n - a) / (b - a)) * (d - c) + c,
    lerp: (a, b, amount) => amount * (b - a) + a,
    dist: (x1, y1, x2, y2) => Math.hypot(x2 - x1, y2 - y1),
    radians: n => (n * Math.PI) / 180,
    degrees: n => (n * 180) / Math.PI,
  });
  for (const name of "sin cos tan atan2 sqrt pow abs min max floor ceil round".split(" ")) {
    scope[name] = Math[name];
  }
  vm.createContext(scope);
  // Helpers bend angles and corners for the real p5.js: the record wants them as they were.
  const plain = [["stretchedArc", "arc"], ["corneredArc", "arc"], ["signedEllipse", "ellipse"],
    ["signedCircle", "circle"]].map(([helper, name]) => `\n${helper} = ${name};`).join("");
  vm.runInContext(source + plain + "\nsetup();", scope, { timeout: 10000 });
  return record;
}

process.stdout.write(JSON.stringify(task.sources.map(play)));
