import Core
import Foundation
import Matrices

/// t-distributed stochastic neighbor embedding: places rows on a plane so that near neighbors stay near (van der Maaten
/// and Hinton, "Visualizing data using t-SNE", 2008), by interpolation on a grid (Linderman et
/// al., 2019).
///
/// The defaults are openTSNE's, and so is the divergence that is reached. On 60,000 rows of 50 columns, 35 % of the
/// time goes into the neighbors, 35 % into the attraction, 14 % into the repulsion (a third of it the transforms) and
/// the rest into the affinities and their order.
public struct TSNE: Sendable {
  /// The effective number of neighbors of a row, at least 1; three times as many are looked at. It is lowered with a
  /// note where there are too few rows.
  public var perplexity: Double
  /// The factor of the attraction in the early iterations, at least 1, so that clusters find together.
  public var earlyExaggeration: Double
  /// The number of early iterations, in which the attraction is exaggerated.
  public var earlyIterations: Int
  /// The number of iterations that follow.
  public var iterations: Int
  /// The length of a step, above 0; nil is rows / exaggeration, in each phase its own (Belkina et al., 2019).
  public var learningRate: Double?
  /// The share of a step that the next one inherits, from 0 to below 1.
  public var momentum: Double

  /// Makes the method; ranges are checked when it is used.
  public init(
    perplexity: Double = 30, earlyExaggeration: Double = 12, earlyIterations: Int = 250, iterations: Int = 500,
    learningRate: Double? = nil, momentum: Double = 0.8
  ) {
    self.perplexity = perplexity
    self.earlyExaggeration = earlyExaggeration
    self.earlyIterations = earlyIterations
    self.iterations = iterations
    self.learningRate = learningRate
    self.momentum = momentum
  }

  /// Embeds `rows`, items × columns, in the plane.
  ///
  /// - Parameters:
  ///   - start: rows × 2, the places where the points begin; only its shape matters, as it is scaled to a standard
  ///     deviation of 0.0001. nil takes the first two principal components.
  ///   - seed: the source of the randomness; the same seed gives the same bits.
  ///   - progress: called after each iteration with its number, from 1, and that of all.
  /// - Throws: ``ReductionError`` when there are fewer than 4 rows, an entry is not finite, an option is out of
  ///   range, the start has another shape, or the descent diverges.
  /// - Complexity: O(rows² · columns) for the neighbors, then O(rows · perplexity + s²·log(s)) an iteration for an
  ///   embedding s units across.
  public func reduce(
    _ rows: Matrix, start: Matrix? = nil, seed: Seed, progress: ((Int, Int) -> Void)? = nil
  ) throws -> TSNEEmbedding {
    try validateOptions()
    try validate(rows, start)
    // The map does not depend on the unit of the rows; distances must fit into `Float`.
    let rows = rows.scaledIntoRange()
    let points = try startingPoints(for: rows, from: start, seed: seed)
    let (neighbors, perplexity, notices) = neighborhood(rows.rows)
    // Rows that start near each other are likely to be neighbours, and are worked on in that order.
    let order = orderAlongCurve(points)
    let nearest = NearestNeighbors(of: rows.selecting(rows: order), count: neighbors)
    let affinities = Affinities(nearest, perplexity: perplexity)
    let optimizer = TSNEOptimizer(affinities, start: points.selecting(rows: order))
    let (divergence, history) = try descend(optimizer, rows: rows.rows, progress: progress)
    return TSNEEmbedding(
      points: optimizer.embedding.selecting(rows: inverse(of: order)), klDivergence: divergence, iterations: history,
      notices: notices + [rows.noticeOfEqualRows()].compactMap(\.self))
  }

  /// The number of neighbours, and the perplexity they allow.
  private func neighborhood(_ rows: Int) -> (neighbors: Int, perplexity: Double, notices: [Notice]) {
    let neighbors = max(1, Int(min(Double(rows - 1), 3 * perplexity)))
    guard perplexity > Double(neighbors) else { return (neighbors, perplexity, []) }
    let lowered = Double(neighbors) / 3
    let notice = Notice(
      kind: "perplexity-lowered",
      message:
        "perplexity \(perplexity) needs more neighbours than \(counted(neighbors, "other row")); "
        + "\(String(format: "%.2f", lowered)) was used")
    return (neighbors, lowered, [notice])
  }

  private func descend(
    _ optimizer: TSNEOptimizer, rows: Int, progress: ((Int, Int) -> Void)?
  ) throws -> (divergence: Double, history: [TSNEIteration]) {
    var history = [TSNEIteration]()
    let total = earlyIterations + iterations
    for iteration in 1...max(total, 1) where iteration <= total {
      let exaggeration = iteration <= earlyIterations ? earlyExaggeration : 1
      let rate = learningRate ?? Double(rows) / exaggeration
      let phase = TSNEOptimizer.Phase(
        exaggeration: Float(exaggeration), learningRate: Float(rate), momentum: Float(momentum))
      if iteration % 100 == 25 { optimizer.sort() }
      let similarities = optimizer.repel(isFine: iteration > total - Self.fineIterations)
      let divergence = iteration % 50 == 0 ? optimizer.divergence(similarities: similarities) : nil
      let norm = optimizer.move(phase, similarities: similarities)
      guard norm.isFinite, similarities.isFinite, similarities > 0 else {
        throw ReductionError(.diverged(iteration: iteration, learningRate: rate))
      }
      if let divergence {
        history.append(TSNEIteration(iteration: iteration, klDivergence: divergence, gradientNorm: norm))
      }
      progress?(iteration, total)
    }
    let divergence = optimizer.divergence(similarities: optimizer.repel())
    guard divergence.isFinite else {
      throw ReductionError(.diverged(iteration: total, learningRate: learningRate ?? Double(rows)))
    }
    return (divergence, history)
  }

  private func validateOptions() throws {
    func require(_ holds: Bool, _ name: String, _ value: some CustomStringConvertible, _ allowed: String) throws {
      guard holds else {
        throw ReductionError(.outOfRange(name: name, value: value.description, allowed: allowed))
      }
    }
    try require(perplexity >= 1 && perplexity.isFinite, "perplexity", perplexity, "at least 1")
    try require(
      earlyExaggeration >= 1 && earlyExaggeration.isFinite, "earlyExaggeration", earlyExaggeration, "at least 1")
    try require(earlyIterations >= 0, "earlyIterations", earlyIterations, "at least 0")
    try require(iterations >= 0, "iterations", iterations, "at least 0")
    try require(momentum >= 0 && momentum < 1, "momentum", momentum, "at least 0 and below 1")
    if let rate = learningRate { try require(rate > 0 && rate.isFinite, "learningRate", rate, "above 0") }
  }

  private func validate(_ rows: Matrix, _ start: Matrix?) throws {
    guard rows.rows >= Self.fewestRows else {
      throw ReductionError(.tooFewRows(found: rows.rows, needed: Self.fewestRows))
    }
    if let (row, column) = rows.firstNonFinite() {
      throw ReductionError(.notFinite(row: row, column: column))
    }
    guard let start else { return }
    guard start.rows == rows.rows, start.columns == 2 else {
      throw ReductionError(.startDiffers(rows: start.rows, columns: start.columns, expectedRows: rows.rows))
    }
    if let (row, column) = start.firstNonFinite() { throw ReductionError(.notFinite(row: row, column: column)) }
  }

  /// At the end forces are as exact as they can be; on the way there coarse ones lead to the same divergence.
  private static let fineIterations = 150
  /// With fewer rows there is no neighbourhood to keep.
  private static let fewestRows = MapComponents.fewestRows
}

/// The plane in which ``TSNE`` placed the rows.
public struct TSNEEmbedding: Sendable {
  /// The place of each row, rows × 2.
  public let points: Matrix
  /// The Kullback–Leibler divergence of the similarities in the plane from those of the rows, in nats; lower is better.
  public let klDivergence: Double
  /// The records of every 50th iteration.
  public let iterations: [TSNEIteration]
  /// Deviations from what was asked, such as a lowered perplexity.
  public let notices: [Notice]
}

/// The state of the descent before one of its iterations.
public struct TSNEIteration: Sendable, Equatable {
  /// The number of the iteration, from 1.
  public let iteration: Int
  /// The divergence without exaggeration, in nats.
  public let klDivergence: Double
  /// The Euclidean length of the gradient.
  public let gradientNorm: Double
}
