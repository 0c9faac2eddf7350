import Foundation

/// The positions of values along an axis, and the places of its ticks.
package struct Axis: Sendable {
  package enum Scale: Sendable { case linear, logarithmic }

  /// The values that a quantity can have; an axis shows no others.
  package struct Bounds: Sendable {
    package let range: ClosedRange<Double>
    /// True for counts, whose ticks are whole numbers.
    package let isWhole: Bool

    package init(_ range: ClosedRange<Double>, isWhole: Bool = false) { (self.range, self.isWhole) = (range, isWhole) }

    package static let count = Bounds(0...Double.infinity, isWhole: true)
    package static let percent = Bounds(0...100)

    /// The bounds with values that lie beyond them, which are shown all the same.
    fileprivate func including(_ values: [Double]) -> ClosedRange<Double> {
      min(range.lowerBound, values.min() ?? range.lowerBound)...max(range.upperBound, values.max() ?? range.upperBound)
    }
  }

  package let lower, upper: Double
  package let ticks: [Double]
  package let scale: Scale
  private let step: Double
  /// True where the ticks are values that someone chose.
  private let isMarked: Bool
  /// The names of ticks that stand for words.
  private var names: [Double: String] = [:]

  /// An axis over `values` with about `count` steps; its ends are ticks when `rounded`.
  ///
  /// Values that are not finite are ignored; equal values get some room on both sides, within `bounds`.
  package init(
    covering values: [Double], includesZero: Bool = false, count: Int = 5, rounded: Bool = true,
    scale: Scale = .linear, within bounds: Bounds? = nil
  ) {
    let finite = values.filter { $0.isFinite && abs($0) < 1e300 && (scale == .linear || $0 > 0) }
    var lower = finite.min() ?? 0
    var upper = finite.max() ?? 1
    if scale == .logarithmic, !finite.isEmpty {
      self = Self.logarithmic(from: lower, to: upper, count: count)
      return
    }
    if includesZero { (lower, upper) = (min(lower, 0), max(upper, 0)) }
    let limits = bounds?.including(finite)
    func keepWithinLimits() {
      guard let limits else { return }
      (lower, upper) = (max(lower, limits.lowerBound), min(upper, limits.upperBound))
    }
    if upper - lower < 1e-9 * max(1, abs(lower)) {
      let room = max(abs(lower) * 0.1, bounds?.isWhole ?? false ? 1 : 0.05)
      (lower, upper) = (lower - (includesZero && lower == 0 ? 0 : room), upper + room)
      keepWithinLimits()
    }
    let step = Self.step(for: (upper - lower) / Double(max(1, count)), isWhole: bounds?.isWhole ?? false)
    if rounded {
      lower = (lower / step + 1e-9).rounded(.down) * step
      upper = (upper / step - 1e-9).rounded(.up) * step
      keepWithinLimits()
    }
    let first = (lower / step - 1e-9).rounded(.up)
    let last = (upper / step + 1e-9).rounded(.down)
    let ticks =
      last >= first && last - first < 1000 ? stride(from: first, through: last, by: 1).map { $0 * step } : []
    self.init(lower: lower, upper: upper, ticks: ticks, step: step, scale: .linear)
  }

  private init(
    lower: Double, upper: Double, ticks: [Double], step: Double, scale: Scale, isMarked: Bool = false
  ) {
    (self.lower, self.upper, self.ticks, self.step, self.scale) = (lower, upper, ticks, step, scale)
    self.isMarked = isMarked
  }

  /// The same axis with ticks at some values, those beyond its ends left out.
  ///
  /// - Parameter names: the words that the values stand for, in their order; none for numbers.
  package func marking(_ values: [Double], names: [String] = []) -> Axis {
    let room = 1e-9 * max(abs(lower), abs(upper))
    let kept = Set(values.filter { $0 >= lower - room && $0 <= upper + room }).sorted()
    let gap = zip(kept, kept.dropFirst()).map { $1 - $0 }.min() ?? 1
    // Whole values need no digits, whatever their distance.
    let step = kept.allSatisfy { $0 == $0.rounded() } ? 1 : gap
    var axis = Axis(lower: lower, upper: upper, ticks: kept, step: step, scale: scale, isMarked: true)
    axis.names = Dictionary(zip(values, names)) { first, _ in first }
    return axis
  }

  private static func logarithmic(from lower: Double, to upper: Double, count: Int) -> Axis {
    let (lower, upper) = lower == upper ? (lower / 2, upper * 2) : (lower, upper)
    let decades = log10(upper / lower)
    let steps: [Double] = decades > Double(count) ? [1] : decades > 1.3 ? [1, 3] : [1, 2, 5]
    let stride = max(1, Int((decades / Double(count)).rounded(.up)))
    var ticks: [Double] = []
    for exponent in Int(log10(lower).rounded(.down))...Int(log10(upper).rounded(.up)) where exponent % stride == 0 {
      ticks += steps.map { $0 * pow(10, Double(exponent)) }
    }
    ticks = ticks.filter { $0 >= lower * (1 - 1e-9) && $0 <= upper * (1 + 1e-9) }
    return Axis(lower: lower, upper: upper, ticks: ticks, step: 0, scale: .logarithmic)
  }

  /// The smallest of 1, 2, 2.5 and 5 times a power of ten that is at least `size`, and a whole number where asked.
  private static func step(for size: Double, isWhole: Bool) -> Double {
    let size = isWhole ? max(size, 1) : size
    let power = pow(10, log10(size).rounded(.down))
    let factors = [1, 2, 2.5, 5].filter { !isWhole || ($0 * power).rounded() == $0 * power }
    return (factors.first { $0 * power >= size * (1 - 1e-9) } ?? 10) * power
  }

  /// From 0 at the lower end to 1 at the upper.
  package func share(_ value: Double) -> Double {
    guard scale == .logarithmic else { return (value - lower) / (upper - lower) }
    return log(max(value, .leastNormalMagnitude) / lower) / log(upper / lower)
  }

  package func text(_ tick: Double) -> String {
    if let name = names[tick] { return name }
    return NumberText.tick(tick, step: scale == .linear || isMarked ? step : pow(10, log10(tick).rounded(.down)))
  }

  /// The ticks whose texts fit beside one another along `length` points.
  package func readableTicks(length: Double, font: Font, typesetter: Typesetter) -> [Double] {
    func box(_ tick: Double) -> (start: Double, end: Double) {
      let center = share(tick) * length
      let half = typesetter.width(of: text(tick), font) / 2 + font.size * 0.35
      return (center - half, center + half)
    }
    if isMarked { return marked(box) }
    var every = 1
    while every < ticks.count {
      let kept = Self.every(every, of: ticks)
      let boxes = kept.map(box)
      if zip(boxes, boxes.dropFirst()).allSatisfy({ $0.end <= $1.start }) { return kept }
      every += 1
    }
    return Self.every(every, of: ticks)
  }

  /// The chosen ticks that fit: the first, the last, and of the others each that touches none before it.
  private func marked(_ box: (Double) -> (start: Double, end: Double)) -> [Double] {
    guard let first = ticks.first, let last = ticks.last, first != last else { return ticks }
    var kept = [first]
    var end = box(first).end
    guard end <= box(last).start else { return kept }
    for tick in ticks.dropFirst().dropLast() where box(tick).start >= end && box(tick).end <= box(last).start {
      kept.append(tick)
      end = box(tick).end
    }
    return kept + [last]
  }

  private static func every(_ step: Int, of ticks: [Double]) -> [Double] {
    // Zero stays when it is a tick.
    let start = (ticks.firstIndex { abs($0) < 1e-12 } ?? 0) % step
    return stride(from: start, to: ticks.count, by: step).map { ticks[$0] }
  }
}

extension Canvas {
  /// Vertical grid lines with the tick values below `plot`.
  func drawHorizontalAxis(_ axis: Axis, below plot: Rect) {
    let font = style.smallFont
    for tick in axis.readableTicks(length: plot.width, font: font, typesetter: typesetter) {
      let x = plot.x + axis.share(tick) * plot.width
      let isZero = abs(tick) < 1e-12
      line(
        Point(x, plot.y), Point(x, plot.maxY), isZero ? theme.axis : theme.grid,
        width: isZero ? style.line * 0.6 : style.hairline)
      text(axis.text(tick), at: Point(x, plot.maxY + font.size * 1.15), font, theme.secondaryText, align: .center)
    }
  }

  /// Horizontal grid lines with the tick values left of `plot`.
  func drawVerticalAxis(_ axis: Axis, leftOf plot: Rect) {
    let font = style.smallFont
    for tick in axis.ticks {
      let y = plot.maxY - axis.share(tick) * plot.height
      line(Point(plot.x, y), Point(plot.maxX, y), theme.grid, width: style.hairline)
      label(axis.text(tick), x: plot.x - style.gap, middle: y, font, theme.secondaryText, align: .right)
    }
  }
}
