import Core
import Experiments
import Matrices
import Reduction
import Results

/// Makes the t-SNE map of a space: its principal components first, then the embedding of those.
package struct Maps {
  /// The principal components that the neighbours are searched in; more only add noise and time.
  package static let components = 50

  package let options: Experiment.TSNE

  package init(_ options: Experiment.TSNE) {
    self.options = options
  }

  /// The coordinates, rows × 2, and how they were made.
  ///
  /// - Parameters:
  ///   - items: the item of each row.
  ///   - itemCount: the number of items, mapped or not.
  ///   - progress: called after each iteration with its number and that of all.
  package func map(
    _ rows: Matrix, space: String, items: [Int], itemCount: Int, seed: UInt64,
    progress: @escaping (Int, Int) -> Void
  ) throws -> (EmbeddingRecord, Matrix) {
    let (chosen, sampled) = sample(rows.rows, seed: Seed(seed))
    var features = chosen.count == rows.rows ? rows : rows.selecting(rows: chosen)
    let kept = min(Self.components, features.columns, features.rows)
    if features.columns > kept { features = try PCA(dimensions: kept).fit(features).transform(features) }
    let early = min(250, options.iterations)
    let tsne = TSNE(perplexity: options.perplexity, earlyIterations: early, iterations: options.iterations - early)
    let embedding = try tsne.reduce(features, seed: Seed(seed), progress: progress)
    let mapped = chosen.map { items[$0] }
    let record = EmbeddingRecord(
      space: space, method: "tsne", seed: seed,
      parameters: [
        "perplexity": .number(options.perplexity), "iterations": .integer(options.iterations),
        "components": .integer(features.columns),
      ],
      objective: Objective(name: "KL divergence", value: embedding.klDivergence),
      items: mapped.count == itemCount ? nil : mapped, notices: sampled + embedding.notices)
    return (record, embedding.points)
  }

  /// The rows that are mapped: all, or as many as the options allow, drawn at random and in order.
  private func sample(_ count: Int, seed: Seed) -> ([Int], [Notice]) {
    guard let limit = options.rows, limit < count else { return (Array(0..<count), []) }
    var stream = seed.stream("tsne sample")
    let notice = Notice(kind: "sampled", message: "the map shows \(limit) of \(count) rows, drawn at random")
    return (stream.sample(limit, of: count).sorted(), [notice])
  }
}
