import Clustering
import Core
import Matrices
import Stages

/// The mean of the graphs of nearest neighbors of several parts: a space that is a graph, for spectral clustering.
///
/// Each part's graph is that of spectral clustering, ½(A + Aᵀ) with a 1 in A for each row and each of its nearest ones, divided
/// by the square roots of both degrees. Their weighted mean is one less the mean of the normalized Laplacians (Argyriou,
/// Herbster and Pontil, "Combining graph Laplacians for semi-supervised learning", 2005). Rows are near each other in it where
/// they are in any part, and nearest where they are in all, whatever the widths and units of the parts.
///
/// Maps, distances and scores without labels need coordinates: they have those of ``Concatenation`` with the same scaling and
/// weights. New rows cannot be brought into the graph.
public struct Affinity: WeightedFusion {
  public static let name = "affinity"
  public static let summary =
    "the mean of the graphs of nearest neighbours of feature sets: a graph, for spectral clustering"
  public static let inputs = 2...Int.max
  public static let leavesOutWeightless = true
  public static let parameters: [Parameter<Affinity>] = [
    .integer(
      "neighbors", \.neighbors, in: 2...,
      "the nearest rows that each part's graph joins each row with, the row itself among them"),
    .numbers("weights", \.weights, in: .above(0), "a weight for each part, summing to 1; equal ones without them"),
    .choice(
      "normalize", \.normalize,
      "the scaling of each part before its distances: rows of length 1, standardized columns, or none"),
  ]

  /// The nearest rows that each row is joined with, the row itself among them; at least 2. All rows where there are fewer.
  public var neighbors: Int
  /// A weight above 0 for each part, summing to 1 within 0.002; nil weighs all alike.
  public var weights: [Double]?
  /// The scaling of each part; rows of length 1 by default.
  public var normalize: Concatenation.Normalization

  /// Makes the fusion; ranges and weights are checked when it is used.
  public init(
    neighbors: Int = 10, weights: [Double]? = nil, normalize: Concatenation.Normalization = .l2
  ) {
    self.neighbors = neighbors
    self.weights = weights
    self.normalize = normalize
  }

  public init() { self.init(neighbors: 10) }

  public var scaling: String { normalize.rawValue }

  public func check(inputs: Int) throws(StageError) {
    try checkCount(of: inputs)
    try checkWeights(inputs: inputs, sumWithin: 2e-3)
  }

  public func columns(_ shape: Shape) -> Int { shape.allColumns }

  public func cost(_ shape: Shape) -> Cost? {
    let rows = Double(shape.rows)
    let edges = shape.rows * 2 * min(neighbors, shape.rows) * (shape.columns.count + 1)
    return Cost(
      operations: rows * rows * Double(shape.allColumns + 8 * shape.columns.count), iteration: 0,
      bytes: edges * 24 + shape.rows * shape.allColumns * MemoryLayout<Float>.size)
  }

  /// Joins the rows in one graph.
  ///
  /// - Parameter inputs: two or more matrices of the same number of rows; one alone where a sweep of weights leaves the others
  ///   out.
  /// - Returns: a space whose rows have the graph as their structure, and the coordinates of the parts side by side.
  /// - Throws: ``FusionError`` where the parts have other numbers of rows, `StageError` where the weights do not fit them.
  /// - Complexity: O(rows² · columns), at the speed of a product of matrices; memory O(rows · neighbors).
  public func make(_ inputs: [Matrix], _ context: StageContext) throws -> Space {
    try checkSettings()
    let joined = try Concatenation(normalize: normalize, weights: weights).make(inputs, context)
    let others = max(min(neighbors, inputs[0].rows) - 1, 0)
    let graphs = try context.shared.value("affinity-\(neighbors)-\(normalize)") {
      try normalize.scaled(inputs).parts.map { NeighborGraph(of: $0, neighbors: others) }
    }
    let shares = weights ?? inputs.map { _ in 1 / Double(inputs.count) }
    return Space(joined.rows.with(NeighborGraph.mean(of: graphs, weights: shares)))
  }
}
