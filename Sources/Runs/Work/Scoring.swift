import Core
import Experiments
import Matrices
import Results
import Scores

/// The scores that a run takes of each partition.
package struct Scoring {
  private let external: [any ExternalScore]
  private let internals: [any InternalScore]
  private let truth: LabelSet?
  private let noise: NoiseRule
  /// Their names, in the order of the table.
  package let names: [String]
  /// The notes on what was left out.
  package let notices: [Notice]

  /// - Throws: `ScoreError` for an unknown name.
  package init(_ names: [String], truth: LabelSet?, noise: NoiseRule = .cluster, catalog: Catalog = .standard) throws {
    let known = try names.map { try catalog.score(named: $0) }
    let usable = truth == nil ? known.filter { $0 is any InternalScore } : known
    let chosen = usable.isEmpty ? InternalScores.all.map { $0 as any Score } : usable
    self.truth = truth
    self.noise = noise
    self.names = chosen.map(\.name)
    external = chosen.compactMap { $0 as? any ExternalScore }
    internals = chosen.compactMap { $0 as? any InternalScore }
    let dropped = known.filter { score in !chosen.contains { $0.name == score.name } }.map(\.name)
    // Nobody asked for the usual ones.
    let start =
      names == Experiment.Vocabulary.commonScores
      ? "" : "without labels there is no \(dropped.joined(separator: ", ")); "
    notices =
      dropped.isEmpty
      ? [] : [Notice(kind: "no-labels", message: start + "scored by \(self.names.joined(separator: ", "))")]
  }

  /// The names of the scores against labels.
  var externalNames: [String] { truth == nil ? [] : external.map(\.name) }

  /// The scores against labels of a table, NaN where they are undefined.
  func externalValues(of table: ContingencyTable) -> [String: Double] {
    Dictionary(external.map { ($0.name, $0.score(table)) }) { first, _ in first }
  }

  /// Returns the partition that is compared with the labels; rows are asked for only where noise goes to the nearest.
  ///
  /// - Parameter isCosine: true where the method compared rows by the cosine.
  package func compared(
    _ rows: @autoclosure () throws -> Matrix, _ partition: Partition, isCosine: Bool
  ) throws -> Partition {
    switch noise {
    case .cluster: partition
    case .exclude: partition.withoutNoise
    case .nearest: partition.noiseCount > 0 ? partition.noiseAtNearest(try rows(), isCosine: isCosine) : partition
    }
  }

  /// Each score's value, NaN where it is undefined, and what is to be said about them.
  ///
  /// - Parameters:
  ///   - rows: the rows that were clustered; asked for only where a score needs them.
  ///   - isCosine: true where the method compared rows by the cosine.
  package func score(
    _ rows: @autoclosure () throws -> Matrix, _ partition: Partition, isCosine: Bool = false
  ) throws -> (values: [String: Double], notices: [Notice]) {
    var values: [String: Double] = [:]
    var notices: [Notice] = []
    if let truth, !external.isEmpty {
      let compared = try compared(rows(), partition, isCosine: isCosine)
      if noise == .exclude, compared.labels.allSatisfy({ $0 == Partition.leftOut }) {
        for score in external { values[score.name] = .nan }
        notices.append(
          Notice(kind: TrialRecord.scoreUndefined, message: "there is nothing to score: all items are noise"))
      } else {
        let table = try ContingencyTable(compared, truth: truth)
        let found = external.map { (score: $0.name, value: $0.score(table)) }
        for (score, value) in found { values[score] = value }
        notices += table.undefinedNotices(found) + VoteTies.notices(on: external, of: table)
      }
    }
    guard !internals.isEmpty else { return (values, notices) }
    let rows = try rows()
    for score in internals {
      do {
        let result = try score.score(rows, partition)
        values[score.name] = result.value
        notices += result.notices
      } catch let error as ScoreError {
        // A partition into one cluster has no silhouette; the other scores still stand.
        values[score.name] = .nan
        notices.append(
          Notice(kind: TrialRecord.scoreUndefined, message: score.name + TrialRecord.isUndefined + error.cause))
      }
    }
    return (values, notices)
  }
}
