import Figures
import Matrices
import Results
import Scores

/// How far the seeds of each method agree: from the stored labels alone.
extension RunFigures {
  /// Of more seeds only the first are compared: their number of pairs is what the figure takes in time and room.
  private static let mostSeeds = 20

  func agreementFigures() throws -> [Named] {
    let plan = run.record.plan
    let rows = try plan.clusterers.compactMap { clusterer in
      let panels = try plan.spaces.compactMap { space -> AgreementChart.Panel? in
        let seeds = trials(space, clusterer).prefix(Self.mostSeeds)
        guard seeds.count > 1 else { return nil }
        let partitions = try seeds.map { try partition(of: $0) }
        return AgreementChart.Panel(
          title: space, names: seeds.map { String($0.seed) }, values: try Self.agreement(of: partitions))
      }
      return panels.isEmpty ? nil : AgreementChart.Row(title: clusterer, panels: panels)
    }
    guard !rows.isEmpty else { return [] }
    let count = plan.seeds.count
    let seeds = count > Self.mostSeeds ? "the first \(Self.mostSeeds) of \(count) seeds" : "\(count) seeds"
    return [
      Named(
        name: "agreement",
        figure: Figure(
          AgreementChart(measure: "adjusted Rand index", rows: rows), title: title("agreement between seeds"),
          subtitle: "how alike the clusters of each two of \(seeds) are: 1 the same, 0 no more than by chance"))
    ]
  }

  /// The adjusted Rand index of each two partitions of the same items; items that are noise in both are left out, and
  /// noise of one alone is a cluster more. NaN where no item is left.
  ///
  /// - Complexity: O(partitions² · items · log items).
  package static func agreement(of partitions: [Partition]) throws -> [[Double]] {
    let pairs = partitions.indices.flatMap { row in (0..<row).map { (row, $0) } }
    let values = Parallel.mapChunks(of: pairs.count, size: 1) { pair, _ in
      let (one, other) = (partitions[pairs[pair].0], partitions[pairs[pair].1])
      let values = zip(one.labels, other.labels).map { $0 < 0 && $1 < 0 ? LabelSet.unlabelled : max($1 + 1, -1) }
      let truth = LabelSet(name: "", classes: .init(repeating: "", count: other.clusters + 1), values: values)
      return (try? AdjustedRandIndex().score(one, truth: truth)) ?? .nan
    }
    var matrix = partitions.indices.map { row in partitions.indices.map { $0 == row ? 1.0 : .nan } }
    for ((row, column), value) in zip(pairs, values) {
      matrix[row][column] = value
      matrix[column][row] = value
    }
    return matrix
  }
}
