import Core
import Experiments
import Matrices
import Reduction
import Results
import Stages

/// Makes the map of a space by the method of the experiment.
package struct Maps {
  /// With fewer rows there is nothing to show.
  package static let fewestRows = MapComponents.fewestRows

  private let limit: Int?
  private let method: any MapMaker

  package init(_ options: Experiment.TSNE, method: any MapMaker.Type = Experiment.Maps.standard) {
    limit = options.rows
    self.method = Experiment.Maps(method: method).maker(options)
  }

  /// The coordinates, rows × 2, and how they were made.
  ///
  /// - Parameters:
  ///   - items: the item of each row.
  ///   - itemCount: the number of items, mapped or not.
  ///   - progress: told the share of the work that is done, from 0 to 1.
  package func map(
    _ rows: Matrix, space: String, items: [Int], itemCount: Int, seed: UInt64, progress: @escaping (Double) -> Void
  ) throws -> (EmbeddingRecord, Matrix) {
    let (chosen, sampled) = sample(rows.rows, seed: Seed(seed))
    let features = chosen.count == rows.rows ? rows : rows.selecting(rows: chosen)
    let mapped = chosen.map { items[$0] }
    // It is called on this thread alone.
    nonisolated(unsafe) let tell = progress
    let found = try method.map(features, StageContext(seed: Seed(seed), progress: { tell($0) }))
    let record = EmbeddingRecord(
      space: space, method: method.kind, methodTitle: type(of: method).title, seed: seed,
      parameters: .object(found.settings.mapValues { JSONValue($0) }),
      objective: found.objective.map { Objective(name: $0.name, value: $0.value) },
      items: mapped.count == itemCount ? nil : mapped, notices: sampled + found.notices)
    return (record, found.points)
  }

  /// The rows that are mapped: all, or as many as the options allow, drawn at random and in order.
  private func sample(_ count: Int, seed: Seed) -> ([Int], [Notice]) {
    guard let limit, limit < count else { return (Array(0..<count), []) }
    // The name of the stream is that of before there were other methods, so that samples stay the same.
    var stream = seed.stream("tsne sample")
    let notice = Notice(kind: "sampled", message: "the map shows \(limit) of \(count) rows, drawn at random")
    return (stream.sample(limit, of: count).sorted(), [notice])
  }
}
