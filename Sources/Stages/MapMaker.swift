import Core
import Matrices

/// A method that draws the map of a space: it brings rows into the plane.
///
/// A space maker of one input that has a parameter `dimensions` conforms by its ``title`` alone.
public protocol MapMaker: Stage {
  /// The name in titles, such as `t-SNE`.
  static var title: String { get }

  /// Brings rows into the plane. The same seed gives the same bits, whatever the number of threads.
  ///
  /// - Parameter rows: items × columns, every entry finite in a run.
  /// - Throws: an error whose `isOfRows` is true where these rows allow no map.
  func map(_ rows: Matrix, _ context: StageContext) throws -> PlaneMap

  /// Returns the likely cost of a map of rows of this shape; nil where it is unknown.
  func mapCost(_ shape: Shape) -> Cost?
}

/// The places of rows in the plane.
public struct PlaneMap: Sendable {
  /// The place of each row, rows × 2.
  public var points: Matrix
  /// The number that the method optimized; nil for a method that optimizes none.
  public var objective: Clustering.Objective?
  /// The settings as they were used, for the record of the map.
  public var settings: [String: ParameterValue]
  /// Deviations from what was asked.
  public var notices: [Notice]

  /// Makes a map of its points, rows × 2.
  public init(
    _ points: Matrix, objective: Clustering.Objective? = nil, settings: [String: ParameterValue] = [:],
    notices: [Notice] = []
  ) {
    self.points = points
    self.objective = objective
    self.settings = settings
    self.notices = notices
  }
}

extension MapMaker {
  public func mapCost(_ shape: Shape) -> Cost? { cost(shape) }
}

extension MapMaker where Self: SpaceMaker {
  public func map(_ rows: Matrix, _ context: StageContext) throws -> PlaneMap {
    let maker = try ofPlane()
    let space = try maker.make([rows], context)
    return PlaneMap(space.rows.inPlane, settings: maker.settings, notices: space.notices)
  }

  public func mapCost(_ shape: Shape) -> Cost? { (try? ofPlane())?.cost(shape) }

  private func ofPlane() throws -> Self {
    var maker = self
    try maker.set("dimensions", to: .integer(2))
    return maker
  }
}

extension Matrix {
  /// The true values of the first two columns, without a frame; a single column lies on a line.
  package var inPlane: Matrix {
    Matrix(rows: rows, columns: 2) { block in
      for row in 0..<rows {
        for (column, value) in trueRow(row).prefix(2).enumerated() { block[row, column] = Float(value) }
      }
    }
  }
}

extension Space {
  /// The kind of the note on a space whose transform takes too much memory to be kept.
  package static let omittedTransform = "transform-omitted"
}
