import Results
import Stages

extension Experiment {
  /// The settings at which methods are clustered again, beside the trials; none unless an experiment asks for them.
  public struct Sweeps: Sendable, Equatable {
    /// The sweep of the weight of a fusion's part; nil for none.
    public var weights: WeightSweep?
    /// The sweep of the number of clusters; nil for none.
    public var k: KSweep?
    /// The sweeps of single parameters of clusterers and spaces.
    public var parameters: [ParameterSweep]

    /// Makes the sweeps, none unless they are given.
    public init(weights: WeightSweep? = nil, k: KSweep? = nil, parameters: [ParameterSweep] = []) {
      self.weights = weights
      self.k = k
      self.parameters = parameters
    }

    /// True where there is no sweep.
    public var isEmpty: Bool { weights == nil && k == nil && parameters.isEmpty }
  }

  /// A sweep of any parameter of one clusterer, or of a method that makes one space.
  public struct ParameterSweep: Sendable, Equatable {
    /// The clusterer or the space whose method has the parameter.
    public enum Owner: Sendable, Equatable {
      /// The clusterer of this name.
      case clusterer(String)
      /// The space of this name.
      case space(String)

      var name: String {
        switch self {
        case .clusterer(let name), .space(let name): name
        }
      }
    }

    /// The owner of the parameter.
    public var owner: Owner
    /// The name of the parameter.
    public var parameter: String
    /// The values, numbers ascending; nil for the usual ones of k and of weights.
    public var values: [ParameterValue]?
    /// The names of the spaces that are clustered at each value: for a clusterer's parameter nil for all that it
    /// clusters, for a space's nil for the space itself.
    public var spaces: [String]?
    /// The name of the part whose weight is swept; nil for other parameters.
    public var part: String?
    /// The name of the clusterer of a space's sweep; nil for the first.
    public var clusterer: String?
    /// The names of the criteria by which the values of a clusterer's parameter are compared without labels; nil for none.
    public var criteria: [String]?

    /// Makes the sweep of a parameter.
    public init(
      _ owner: Owner, _ parameter: String, values: [ParameterValue]? = nil, of spaces: [String]? = nil,
      part: String? = nil, clusterer: String? = nil, criteria: [String]? = nil
    ) {
      self.owner = owner
      self.parameter = parameter
      self.values = values
      self.spaces = spaces
      self.part = part
      self.clusterer = clusterer
      self.criteria = criteria
    }

    /// The name under which its results are stored.
    public var name: String { "\(owner.name)-\(parameter)" }

    /// The parameters that are swept in a way of their own.
    package static let clusters = "k"
    package static let weights = "weights"
  }

  /// A sweep of the weight of one part of a fusion, from 0 to 1; the other parts share the rest in proportion to their
  /// own weights.
  public struct WeightSweep: Sendable, Equatable {
    /// The names of the fused spaces; nil for all.
    public var spaces: [String]?
    /// The name of the part; nil for `text` where a fusion has it, else its last part.
    public var part: String?
    /// The weights, ascending, from 0 to 1.
    public var values: [Double]
    /// The name of the clusterer; nil for the first.
    public var clusterer: String?

    /// Makes the sweep, of the weights 0, 0.1, …, 1 unless others are given.
    public init(
      of spaces: [String]? = nil, part: String? = nil, values: [Double] = Self.steps(11), clusterer: String? = nil
    ) {
      self.spaces = spaces
      self.part = part
      self.values = values
      self.clusterer = clusterer
    }

    /// Returns a number of weights from 0 to 1, evenly apart.
    public static func steps(_ count: Int) -> [Double] {
      (0..<count).map { count > 1 ? Double($0) / Double(count - 1) : 0 }
    }
  }

  /// A sweep of the number of clusters.
  public struct KSweep: Sendable, Equatable {
    /// The names of the spaces; nil for all.
    public var spaces: [String]?
    /// The numbers of clusters, ascending; nil for some from a third of the clusterer's own number to three times as
    /// many, and with criteria for some from 2 to 30, as far as the items allow.
    public var values: [Int]?
    /// The name of the clusterer; nil for the first.
    public var clusterer: String?
    /// The names of the criteria by which the numbers are compared without labels; nil for none.
    public var criteria: [String]?

    /// Makes the sweep.
    public init(
      of spaces: [String]? = nil, values: [Int]? = nil, clusterer: String? = nil, criteria: [String]? = nil
    ) {
      self.spaces = spaces
      self.values = values
      self.clusterer = clusterer
      self.criteria = criteria
    }

    /// Returns numbers of clusters from a third of `k` to three times as many, at least 2, ascending.
    public static func around(_ k: Int) -> [Int] {
      let numbers = [1.0 / 3, 0.5, 2.0 / 3, 1, 1.5, 2, 3].map { Int((Double(k) * $0).rounded()) }
      return Set(numbers.map { max(2, $0) }).sorted()
    }

    /// Returns numbers of clusters among which one is chosen: from 2 to 30, or to three times `k`, each about a third
    /// larger than the one before, and at most a tenth of the items unless these are few.
    public static func choices(items: Int, k: Int? = nil) -> [Int] {
      let most = max(min(30, items / 10), 3 * (k ?? 0), 4)
      var numbers = [2, 3, 4, 5, 7, 9, 12, 16, 22, 30]
      while let last = numbers.last, last < most { numbers.append(last + last / 3) }
      return numbers.filter { $0 <= min(most, items) }
    }
  }

  /// The names of all criteria of a clusterer's parameter.
  ///
  /// - Parameter isOfClusters: true for the number of clusters, which has the elbow and the gap statistic as well.
  public static func criteria(isOfClusters: Bool = true) -> [String] {
    ChoiceCriterion.all(isOfClusters: isOfClusters).map(\.rawValue)
  }

  /// The largest number of settings of a sweep.
  public static let mostSettings = 101
}

extension Experiment.Space {
  /// The space with one part at a weight, and the others at what is left in proportion to their own weights.
  ///
  /// A part of no weight is left out where it would only add columns of zeros. Where all parts weigh alike, as they do
  /// without weights, it is the space itself.
  package func weighing(_ part: String, _ weight: Double) -> Experiment.Space {
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

extension Experiment.Space {
  /// The positions of the steps that declare a parameter.
  package func steps(with parameter: String) -> [Int] {
    steps.indices.filter { step in type(of: steps[step]).declarations.contains { $0.name == parameter } }
  }

  /// The position of the only step that declares a parameter; nil where none or several do.
  package func step(with parameter: String) -> Int? {
    let found = steps(with: parameter)
    return found.count == 1 ? found[0] : nil
  }

  /// The space with a parameter of its only method that has it at a value.
  ///
  /// - Throws: `StageError` for a value that the method does not take.
  package func setting(_ parameter: String, to value: ParameterValue) throws(StageError) -> Experiment.Space {
    guard let index = step(with: parameter) else { return self }
    var space = self
    var maker: any SpaceMaker = steps[index]
    try maker.set(parameter, to: value)
    space.steps[index] = maker
    return space
  }
}
