import Core
import Matrices
import Stages

/// Uniform manifold approximation and projection: a graph of the nearest rows, laid out so that rows that are joined lie
/// near each other (McInnes, Healy and Melville, "UMAP: uniform manifold approximation and projection", 2018).
///
/// Neighbourhoods are kept; distances between groups, sizes and densities are not. The layout is a descent by single
/// edges, as the paper has it, with the same bits for any number of threads.
public struct UMAP: SpaceMaker {
  /// The distance between rows.
  public enum Metric: String, Sendable, CaseIterable {
    /// The Euclidean distance.
    case euclidean
    /// One less the cosine of the angle between rows.
    case cosine
  }

  /// The places where the points begin.
  public enum Start: String, Sendable, CaseIterable {
    /// The smoothest functions on the graph: eigenvectors of its Laplacian.
    case spectral
    /// Principal components of the rows.
    case pca
    /// Places drawn at random.
    case random
  }

  /// The search for neighbours.
  public enum Search: String, Sendable, CaseIterable {
    /// Exact up to ``UMAP/mostExactRows`` rows, then by random projections, whose recall is measured and noted.
    case auto
    /// Exact for any number of rows.
    case exact
  }

  public static let name = "umap"
  public static let summary = "a layout of the graph of nearest rows (McInnes, Healy and Melville 2018)"
  public static let inputs = 1...1
  public static let parameters: [Parameter<UMAP>] = [
    .integer("dimensions", \.dimensions, in: 1...LayoutPoints.mostDimensions, "the number of columns of the space"),
    .integer(
      "neighbors", \.neighbors, in: 2...,
      "the number of neighbours of a row, the row itself counted; more show coarser structure"),
    .number(
      "min-dist", \.minDist, in: .atLeast(0), "the distance below which points are not drawn closer; at most the spread"
    ),
    .number("spread", \.spread, in: .above(0), "the unit of distance in the space"),
    .choice("metric", \.metric, "the distance between rows: Euclidean, or one less the cosine"),
    .integer("epochs", \.epochs, in: 1..., "the rounds of the layout; 500 up to 10,000 rows, else 200"),
    .choice("init", \.start, "the start: eigenvectors of the graph, principal components, or random places"),
    .integer(
      "negative-samples", \.negativeSamples, in: 0...,
      "the points that push a point off each time one of its edges is used"),
    .number("repulsion", \.repulsion, in: .atLeast(0), "the weight of the pushes"),
    .number("learning-rate", \.learningRate, in: .above(0), "the length of the first steps; it falls to 0"),
    .number(
      "set-op-mix", \.setOpMix, in: .from(0, to: 1),
      "1 joins two rows where either is a neighbour of the other, 0 where both are"),
    .number(
      "local-connectivity", \.localConnectivity, in: .atLeast(0),
      "the number of nearest rows that a row is surely joined with"),
    .choice("search", \.search, "the search for neighbours: exact, or approximate above 10,000 rows"),
  ]

  /// The most rows whose neighbours are searched exactly without being asked to.
  public static let mostExactRows = 10_000

  /// The number of columns of the space, at least 1.
  public var dimensions = 2
  /// The number of neighbours of a row, the row itself counted; at least 2.
  public var neighbors = 15
  /// The distance below which points are not drawn closer, from 0 to the spread.
  public var minDist = 0.1
  /// The unit of distance in the space, above 0.
  public var spread = 1.0
  /// The distance between rows.
  public var metric = Metric.euclidean
  /// The number of rounds; nil for 500 up to 10,000 rows, else 200.
  public var epochs: Int?
  /// The places where the points begin.
  public var start = Start.spectral
  /// The number of points that a point is pushed from each time an edge draws it, at least 0.
  public var negativeSamples = 5
  /// The weight of the pushes, at least 0.
  public var repulsion = 1.0
  /// The length of the first steps, above 0.
  public var learningRate = 1.0
  /// The share of the fuzzy union in the graph, from 0 to 1; the rest is the intersection.
  public var setOpMix = 1.0
  /// The number of nearest rows that a row is surely joined with, at least 0; a fraction lies between two.
  public var localConnectivity = 1.0
  /// The search for neighbours.
  public var search = Search.auto

  public init() {}

  /// Makes the method; ranges are checked when it is used.
  public init(
    dimensions: Int = 2, neighbors: Int = 15, minDist: Double = 0.1, metric: Metric = .euclidean,
    search: Search = .auto
  ) {
    self.dimensions = dimensions
    self.neighbors = neighbors
    self.minDist = minDist
    self.metric = metric
    self.search = search
  }

  public var isStochastic: Bool { true }

  /// The number of rounds for so many rows.
  func epochs(rows: Int) -> Int { epochs ?? (rows <= 10_000 ? 500 : 200) }
}
