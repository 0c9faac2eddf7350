import Core
import Matrices
import Stages

/// The map by t-SNE, of the first principal components of the rows.
extension TSNE: MapMaker {
  public static let name = "tsne"
  public static let title = "t-SNE"
  public static let summary = "a map that keeps near rows near (van der Maaten and Hinton 2008)"
  public static let parameters: [Parameter<TSNE>] = [
    .number("perplexity", \.perplexity, in: .above(0), "the effective number of neighbours of each point"),
    .integer("iterations", \.allIterations, in: 1..., "all iterations, up to 250 of early exaggeration among them"),
  ]

  public init() { self.init(perplexity: 30) }

  /// Makes the method by the number of all iterations.
  package init(perplexity: Double, allIterations: Int) {
    self.init(perplexity: perplexity)
    self.allIterations = allIterations
  }

  /// The number of all iterations, the early ones among them.
  package var allIterations: Int {
    get { earlyIterations + iterations }
    set {
      earlyIterations = min(250, newValue)
      iterations = newValue - earlyIterations
    }
  }

  public func map(_ rows: Matrix, _ context: StageContext) throws -> PlaneMap {
    let narrow = try MapComponents.narrowing(rows)
    let embedding = try reduce(narrow, seed: context.seed) { context.progress(Double($0) / Double($1)) }
    return PlaneMap(
      embedding.points, objective: Clustering.Objective("KL divergence", embedding.klDivergence),
      settings: [
        "perplexity": .number(perplexity), "iterations": .integer(allIterations),
        "components": .integer(narrow.columns),
      ], notices: embedding.notices)
  }

  /// For each pair of rows and column in the search for neighbors.
  private static let neighborCost = 2.1
  /// For each row and iteration, and for each iteration.
  private static let attractionCost = 15_000.0
  private static let transformCost = 1.5e7

  public func mapCost(_ shape: Shape) -> Cost? {
    let (operations, narrow) = MapComponents.narrowing(shape)
    let rows = Double(narrow.rows)
    let iteration = Self.attractionCost * rows + Self.transformCost
    return Cost(
      operations: operations + Self.neighborCost * rows * rows * Double(narrow.allColumns)
        + iteration * Double(allIterations),
      iteration: iteration, bytes: 0)
  }
}
