extension Experiment {
  /// What is clustered again at several settings, beside the trials: nothing, unless an experiment asks for it.
  public struct Sweeps: Sendable, Equatable {
    public var weights: WeightSweep?
    public var k: KSweep?

    public init(weights: WeightSweep? = nil, k: KSweep? = nil) {
      self.weights = weights
      self.k = k
    }

    public var isEmpty: Bool { weights == nil && k == nil }
  }

  /// The weight of one part of a fusion, from 0 to 1; the other parts share the rest in proportion to their own weights.
  public struct WeightSweep: Sendable, Equatable {
    /// The fused spaces; nil for all.
    public var spaces: [String]?
    /// The part; nil for `text` where a fusion has it, else its last part.
    public var part: String?
    /// The weights, ascending.
    public var values: [Double]
    /// The clusterer; nil for the first.
    public var clusterer: String?

    public init(
      of spaces: [String]? = nil, part: String? = nil, values: [Double] = Self.steps(11), clusterer: String? = nil
    ) {
      self.spaces = spaces
      self.part = part
      self.values = values
      self.clusterer = clusterer
    }

    /// So many weights from 0 to 1, evenly apart.
    public static func steps(_ count: Int) -> [Double] {
      (0..<count).map { count > 1 ? Double($0) / Double(count - 1) : 0 }
    }
  }

  /// The number of clusters.
  public struct KSweep: Sendable, Equatable {
    /// The spaces; nil for all.
    public var spaces: [String]?
    /// The numbers, ascending; nil for some from a third of the clusterer's own number to three times as many.
    public var values: [Int]?
    /// The clusterer; nil for the first.
    public var clusterer: String?

    public init(of spaces: [String]? = nil, values: [Int]? = nil, clusterer: String? = nil) {
      self.spaces = spaces
      self.values = values
      self.clusterer = clusterer
    }

    /// From a third of `k` to three times as many, at least 2.
    public static func around(_ k: Int) -> [Int] {
      let numbers = [1.0 / 3, 0.5, 2.0 / 3, 1, 1.5, 2, 3].map { Int((Double(k) * $0).rounded()) }
      return Set(numbers.map { max(2, $0) }).sorted()
    }
  }

  /// The most settings of a sweep.
  public static let mostSettings = 101
}

extension Experiment.Space {
  /// The space with one part at a weight, and the others at what is left in proportion to their own weights.
  ///
  /// A part of no weight is left out of a concatenation, whose columns it would only fill with zeros. Where all parts
  /// weigh alike, as they do without weights, it is the space itself.
  func weighing(_ part: String, _ weight: Double) -> Experiment.Space {
    func weights(_ parts: [String], _ own: [Double]?) -> [Double] {
      let own = own ?? [Double](repeating: 1, count: parts.count)
      let others = zip(parts, own).reduce(0) { $0 + ($1.0 == part ? 0 : $1.1) }
      let count = Double(parts.count - 1)
      return zip(parts, own).map { name, value in
        name == part ? weight : (1 - weight) * (others > 0 ? value / others : 1 / count)
      }
    }
    var space = self
    switch kind {
    case .feature: break
    case .concatenation(var fusion):
      let kept = zip(fusion.parts, weights(fusion.parts, fusion.weights)).filter { $0.1 > 0 }
      guard fusion.weights != nil || Set(kept.map(\.1)).count > 1 || kept.count < fusion.parts.count else {
        return self
      }
      (fusion.parts, fusion.weights) = (kept.map(\.0), kept.map(\.1))
      space.kind = .concatenation(fusion)
    case .pcaAverage(var fusion):
      let weights = weights(fusion.parts, fusion.weights)
      guard fusion.weights != nil || Set(weights).count > 1 else { return self }
      fusion.weights = weights
      space.kind = .pcaAverage(fusion)
    }
    return space
  }
}
