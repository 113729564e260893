# Runs Ruby sketches against a stand-in for JRubyArt that writes down every call.
# Input: {sources, draws, modes, constants} as JSON; output: one record for each source.
require 'json'

TASK = JSON.parse($stdin.read)
TASK['modes'].each { |mode| Object.const_set(mode, mode) }
TASK['constants'].each { |name, value| Object.const_set(name, value) }

class Numeric
  def radians
    self * Math::PI / 180
  end

  def degrees
    self * 180 / Math::PI
  end
end

class Sketch
  include Math

  attr_reader :record, :width, :height

  def initialize
    @record = []
    @width = @height = 100
    @state = 0x5DEECE66D
  end

  TASK['draws'].each do |name|
    define_method(name.gsub(/[A-Z]/) { |capital| "_#{capital.downcase}" }) do |*args|
      @width, @height = args if name == 'size'
      @record << [name, *args]
    end
  end

  def color(*channels)
    if channels[0].is_a?(String)
      return channels[0].delete('#').scan(/../).map { |pair| pair.to_i(16) } + [255]
    end
    cut = channels.map { |channel| channel.clamp(0, 255).to_i }
    return [cut[0]] * 3 + [cut[1] || 255] if cut.size < 3
    cut[0, 3] + [cut[3] || 255]
  end

  def pow(base, exponent)
    base**exponent
  end

  def constrain(value, low, high)
    value < low ? low : (value > high ? high : value)
  end

  def p5map(value, a, b, c, d)
    c + (d - c) * ((value - a) / (b - a).to_f)
  end

  def lerp(start, stop, amount)
    start + (stop - start) * amount
  end

  def dist(x1, y1, x2, y2)
    Math.hypot(x2 - x1, y2 - y1)
  end

  def random_seed(seed)
    @state = (seed ^ 0x5DEECE66D) & 0xFFFFFFFFFFFF
  end

  def random(low, high = nil)
    return below(float(low)) if high.nil?
    low, high = float(low), float(high)
    return low if low >= high
    loop do
      value = float(below(float(high - low)) + low)
      return value if value != high
    end
  end

  private

  def below(high)
    return 0.0 if high == 0
    loop do
      @state = (@state * 0x5DEECE66D + 0xB) & 0xFFFFFFFFFFFF
      value = float((@state >> 24) / 16_777_216.0 * high)
      return value if value != high
    end
  end

  def float(value)
    [value].pack('f').unpack1('f')
  end
end

records = TASK['sources'].map do |source|
  sketch = Class.new(Sketch) { class_eval(source) }.new
  sketch.setup
  sketch.record
end
print JSON.generate(records)
