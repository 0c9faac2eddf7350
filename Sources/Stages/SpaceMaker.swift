import Matrices

/// A method that makes a space to cluster from feature sets or other spaces: a fusion, a reduction, a scaling.
public protocol SpaceMaker: Stage {
  /// How many inputs it takes: 1 for a reduction, two and more for most fusions.
  static var inputs: ClosedRange<Int> { get }
  /// True for a method whose result depends on the seed: it is made once a seed, and the spread over seeds counts it.
  var isStochastic: Bool { get }

  /// The columns of the space, without making it; nil where only the data tell.
  func columns(_ shape: Shape) -> Int?

  /// Makes the space, one row an item. The same seed gives the same bits, whatever the number of threads.
  ///
  /// - Parameter inputs: as many as the shape that was checked has, each with one row an item.
  func make(_ inputs: [Matrix], _ context: StageContext) throws -> Space
}

extension SpaceMaker {
  public var isStochastic: Bool { false }
  public func columns(_ shape: Shape) -> Int? { nil }
}

/// A space, ready to be clustered.
public struct Space: Sendable {
  /// One row an item.
  public var rows: Matrix
  /// Brings new rows of the inputs into the space; nil where the method cannot.
  public var transform: (any SpaceTransform)?
  /// What went otherwise than asked.
  public var notices: [Notice]

  public init(_ rows: Matrix, transform: (any SpaceTransform)? = nil, notices: [Notice] = []) {
    self.rows = rows
    self.transform = transform
    self.notices = notices
  }
}

/// A way to bring new rows into a space that was made of others.
public protocol SpaceTransform: Sendable {
  /// - Parameter inputs: new rows of each input of the space, with the same columns.
  func transform(_ inputs: [Matrix]) throws -> Matrix
}
