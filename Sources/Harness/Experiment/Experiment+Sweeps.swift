import Stages

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
  /// A part of no weight is left out where it would only add columns of zeros. Where all parts weigh alike, as they do
  /// without weights, it is the space itself.
  func weighing(_ part: String, _ weight: Double) -> Experiment.Space {
    guard var fusion = weightedFusion else { return self }
    let own = fusion.weights ?? [Double](repeating: 1, count: inputs.count)
    let others = zip(inputs, own).reduce(0) { $0 + ($1.0 == part ? 0 : $1.1) }
    let count = Double(inputs.count - 1)
    var weighted = zip(inputs, own).map { name, value in
      (name, name == part ? weight : (1 - weight) * (others > 0 ? value / others : 1 / count))
    }
    if type(of: fusion).leavesOutWeightless { weighted.removeAll { $0.1 <= 0 } }
    guard fusion.weights != nil || Set(weighted.map(\.1)).count > 1 || weighted.count < inputs.count else {
      return self
    }
    var space = self
    space.inputs = weighted.map(\.0)
    fusion.weights = weighted.map(\.1)
    space.steps = [fusion]
    return space
  }
}
