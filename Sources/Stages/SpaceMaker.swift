import Core
import Matrices

/// A method that makes a space to cluster from feature sets or other spaces: a fusion, a reduction, a scaling.
public protocol SpaceMaker: Stage {
  /// The numbers of inputs that it takes: 1 for a reduction, two and more for most fusions.
  static var inputs: ClosedRange<Int> { get }
  /// True for a method whose result depends on the seed: the space is made once a seed, and the spread over seeds
  /// counts it. False unless a method says otherwise.
  var isStochastic: Bool { get }

  /// True for a method whose spaces tell the variance that their components explain; false unless a method says
  /// otherwise.
  static var hasComponents: Bool { get }

  /// True for a method whose spaces have weights of their parts for each item; false unless a method says otherwise.
  static var hasPartWeights: Bool { get }

  /// True for a method that can learn from other rows than those that it makes a space of (``StageContext/fitRows``), as `fit-on`
  /// asks; false unless a method says otherwise.
  static var takesFitRows: Bool { get }

  /// Throws ``StageError`` where the settings do not go with so many inputs, whatever their rows and columns.
  func check(inputs: Int) throws(StageError)

  /// Returns the number of columns of the space, without making it; the most that it can have where only the data tell.
  func columns(_ shape: Shape) -> Int

  /// Makes the space, one row an item. The same seed gives the same bits, whatever the number of threads.
  ///
  /// - Parameter inputs: as many as the shape that was checked has, each with one row an item.
  /// - Throws: an error whose `isOfRows` is true where these rows do not allow the space.
  func make(_ inputs: [Matrix], _ context: StageContext) throws -> Space

  /// Returns the transform that a space with these settings stored; nil for a method whose spaces take no new rows, the
  /// default.
  ///
  /// - Throws: ``StoredArraysError`` for arrays that are not those of such a transform.
  func transform(of stored: StoredArrays) throws -> (any SpaceTransform)?
}

extension SpaceMaker {
  public func transform(of stored: StoredArrays) throws -> (any SpaceTransform)? { nil }

  public var isStochastic: Bool { false }
  public static var hasComponents: Bool { false }
  public static var hasPartWeights: Bool { false }
  public static var takesFitRows: Bool { false }

  public func check(inputs: Int) throws(StageError) { try checkCount(of: inputs) }

  /// Throws ``StageError`` with `inputCount` where the method does not take so many inputs.
  public func checkCount(of inputs: Int) throws(StageError) {
    guard Self.inputs.contains(inputs) else {
      throw StageError(Self.name, .inputCount(found: inputs, allowed: Self.inputs))
    }
  }

  /// True for a method that makes one space of several.
  public var isFusion: Bool { Self.inputs.upperBound > 1 }

  /// Makes the space with nothing but a seed.
  ///
  /// - Throws: as ``make(_:_:)``.
  public func make(_ inputs: [Matrix], seed: Seed = Seed(0)) throws -> Space {
    try make(inputs, StageContext(seed: seed))
  }
}

/// A space, ready to be clustered.
public struct Space: Sendable {
  /// The coordinates, items × columns.
  public var rows: Matrix
  /// The transform that brings new rows of the inputs into the space; nil where the method cannot.
  public var transform: (any SpaceTransform)?
  /// The share of the variance of the input that each component has, the largest first; nil for a method without
  /// components.
  public var explainedVariance: [Double]?
  /// The names of a reference that describe the items; nil for a method without such.
  public var namedWeights: NamedWeights?
  /// The way to describe groups of the items by the same names; nil for a method without such.
  public var describer: (any GroupDescriber)?
  /// The weights that the parts have for each item; nil for a method that gives each part one weight, or has none.
  public var partWeights: PartWeights?
  /// Numbers of the construction, by name, such as the iterations of a transport.
  public var facts: [String: [Double]] = [:]
  /// Deviations from what was asked.
  public var notices: [Notice]

  /// Makes a space of its rows, items × columns.
  public init(
    _ rows: Matrix, transform: (any SpaceTransform)? = nil, explainedVariance: [Double]? = nil,
    namedWeights: NamedWeights? = nil, notices: [Notice] = []
  ) {
    self.rows = rows
    self.transform = transform
    self.explainedVariance = explainedVariance
    self.namedWeights = namedWeights
    self.notices = notices
  }
}

/// A way to bring new rows into a space that was made of others.
public protocol SpaceTransform: Sendable {
  /// Brings new rows into the space.
  ///
  /// - Parameter inputs: new rows of each input of the space, with the same columns.
  /// - Returns: one row for each new row, equal to those of the space for its own rows but for rounding.
  /// - Throws: an ``ExplainedError`` when the columns are not those of the inputs.
  func transform(_ inputs: [Matrix]) throws -> Matrix

  /// The arrays of which ``SpaceMaker/transform(of:)`` makes the transform again.
  var stored: StoredArrays { get }
}

/// The transform of a method that learns nothing from the rows: it makes new rows as it made the old ones. It stores no
/// arrays.
public struct StatelessTransform<Maker: SpaceMaker>: SpaceTransform {
  private let maker: Maker

  /// Makes the transform of a method.
  public init(_ maker: Maker) { self.maker = maker }

  public func transform(_ inputs: [Matrix]) throws -> Matrix { try maker.make(inputs, StageContext(seed: 0)).rows }
  public var stored: StoredArrays { StoredArrays() }
}

/// Transforms one after the other: the first of all inputs, each further one of what the one before made.
public struct ChainedTransform: SpaceTransform {
  private let steps: [any SpaceTransform]

  /// Makes a chain.
  ///
  /// - Precondition: at least one step; every one but the first takes a single input.
  public init(_ steps: [any SpaceTransform]) { self.steps = steps }

  public func transform(_ inputs: [Matrix]) throws -> Matrix {
    var inputs = inputs
    for step in steps { inputs = [try step.transform(inputs)] }
    return inputs[0]
  }

  public var stored: StoredArrays {
    steps.enumerated().reduce(into: StoredArrays()) { $0.add($1.element.stored, as: "step\($1.offset)") }
  }

  /// Makes the chain that makers with these settings stored; nil where one of their spaces takes no new rows.
  ///
  /// - Throws: ``StoredArraysError`` for arrays that are not those of their transforms.
  public init?(of stored: StoredArrays, _ makers: [any SpaceMaker]) throws {
    let steps = try makers.enumerated().map { try $0.element.transform(of: stored.part("step\($0.offset)")) }
    guard steps.allSatisfy({ $0 != nil }) else { return nil }
    self.init(steps.compactMap(\.self))
  }
}

// MARK: - What some fusions can do

/// A fusion in which each input has a weight, which a sweep of weights varies.
public protocol WeightedFusion: SpaceMaker {
  /// A weight for each input, summing to 1; nil weighs all alike.
  var weights: [Double]? { get set }
  /// True where an input of no weight is left out, because it would only add columns of zeros.
  static var leavesOutWeightless: Bool { get }
  /// The scaling of the inputs before they are weighed: `l2`, `standardize` or `none`.
  var scaling: String { get }
}

/// A fusion in which the rows of a part depend on the other parts whatever their weights, such as canonical variates, so that a part
/// alone is no case of it.
public protocol JointFusion: SpaceMaker {}

/// A method that clusters on the way to a space. A run takes the number of classes where none is given and the labels are
/// known.
public protocol CountingSpaceMaker: SpaceMaker {
  /// The number of clusters; nil for the number of classes, and without labels for one that the method chooses.
  var clusters: Int? { get set }
}

/// A fusion that may depend on the arbitrary signs of principal components.
public protocol SignDependentFusion: SpaceMaker {
  /// False where the settings take the dependence away.
  var dependsOnSigns: Bool { get }

  /// Makes the space with signs that are drawn at random, for the sensitivity of a result to them.
  ///
  /// - Throws: as ``SpaceMaker/make(_:_:)``.
  func make(_ inputs: [Matrix], drawing signs: inout RandomStream, _ context: StageContext) throws -> Space
}
