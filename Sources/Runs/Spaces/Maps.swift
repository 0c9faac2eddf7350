import Core
import Experiments
import Matrices
import Reduction
import Results
import Stages

/// Makes the map of a space: its principal components first, then the embedding of those.
package struct Maps {
  /// The principal components that the neighbours are searched in; more only add noise and time.
  package static let components = 50
  /// With fewer rows there is nothing to show.
  package static let fewestRows = TSNE.fewestRows

  package let options: Experiment.TSNE
  package let method: Experiment.Maps.Method

  package init(_ options: Experiment.TSNE, method: Experiment.Maps.Method = .tsne) {
    self.options = options
    self.method = method
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
    let features = chosen.count == rows.rows ? rows : rows.selecting(rows: chosen)
    let mapped = chosen.map { items[$0] }
    var record = EmbeddingRecord(
      space: space, method: method.rawValue, seed: seed, parameters: [:],
      items: mapped.count == itemCount ? nil : mapped, notices: sampled)
    let points =
      switch method {
      case .tsne: try embed(features, seed: Seed(seed), into: &record, progress)
      case .umap: try layOut(features, seed: Seed(seed), into: &record, progress)
      case .pca: try project(features, into: &record)
      }
    return (record, points)
  }

  /// The rows along at most ``components`` principal components.
  private func narrowed(_ rows: Matrix) throws -> Matrix {
    let kept = min(Self.components, rows.columns, rows.rows)
    return rows.columns > kept ? try PCA(dimensions: kept).fit(rows).transform(rows) : rows
  }

  private func embed(
    _ rows: Matrix, seed: Seed, into record: inout EmbeddingRecord, _ progress: @escaping (Int, Int) -> Void
  ) throws -> Matrix {
    let features = try narrowed(rows)
    let early = min(250, options.iterations)
    let tsne = TSNE(perplexity: options.perplexity, earlyIterations: early, iterations: options.iterations - early)
    let embedding = try tsne.reduce(features, seed: seed, progress: progress)
    record.parameters = [
      "perplexity": .number(options.perplexity), "iterations": .integer(options.iterations),
      "components": .integer(features.columns),
    ]
    record.objective = Objective(name: "KL divergence", value: embedding.klDivergence)
    record.notices += embedding.notices
    return embedding.points
  }

  private func layOut(
    _ rows: Matrix, seed: Seed, into record: inout EmbeddingRecord, _ progress: @escaping (Int, Int) -> Void
  ) throws -> Matrix {
    guard rows.rows >= Self.fewestRows else {
      throw ReductionError(.tooFewRows(found: rows.rows, needed: Self.fewestRows))
    }
    let features = try narrowed(rows)
    var umap = UMAP()
    if umap.neighbors >= rows.rows {
      record.notices.append(
        Notice(
          kind: "neighbors-lowered",
          message: "\(umap.neighbors) neighbours need more than the \(rows.rows) rows that there are; "
            + "\(rows.rows - 1) were used"))
      umap.neighbors = rows.rows - 1
    }
    // It is called on this thread alone.
    nonisolated(unsafe) let tell = progress
    let steps = Self.progressSteps
    let context = StageContext(seed: seed, progress: { tell(Int($0 * steps), Int(steps)) })
    let space = try umap.make([features], context)
    record.parameters = [
      "neighbors": .integer(umap.neighbors), "min-dist": .number(umap.minDist),
      "components": .integer(features.columns),
    ]
    record.notices += space.notices.filter { $0.kind != UMAP.omittedTransform }
    return space.rows
  }

  private static let progressSteps = 1000.0

  private func project(_ rows: Matrix, into record: inout EmbeddingRecord) throws -> Matrix {
    let kept = min(2, rows.columns, rows.rows)
    let model = try PCA(dimensions: kept).fit(rows)
    let found = try model.transform(rows)
    record.parameters = ["components": .integer(kept)]
    record.objective = Objective(name: "explained variance", value: model.explainedVarianceRatio.reduce(0, +))
    // True coordinates have no place for a frame's unit in a figure; and a single column lies on a line.
    return Matrix(rows: rows.rows, columns: 2) { block in
      for row in 0..<rows.rows {
        for (column, value) in found.trueRow(row).enumerated() { block[row, column] = Float(value) }
      }
    }
  }

  /// The rows that are mapped: all, or as many as the options allow, drawn at random and in order.
  private func sample(_ count: Int, seed: Seed) -> ([Int], [Notice]) {
    guard let limit = options.rows, limit < count else { return (Array(0..<count), []) }
    var stream = seed.stream("tsne sample")
    let notice = Notice(kind: "sampled", message: "the map shows \(limit) of \(count) rows, drawn at random")
    return (stream.sample(limit, of: count).sorted(), [notice])
  }
}
