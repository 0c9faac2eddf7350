import Core
import Figures
import Results
import Statistics

/// The shares of the parts of fused spaces in the scores and in the recall of the classes.
extension RunFigures {
  func attributionFigures() throws -> [Named] {
    guard let record = try stored.attribution else { return [] }
    let lines = record.lines.filter { line in line.scores.contains { $0.shares.contains { $0.shapley != nil } } }
    guard !lines.isEmpty else { return [] }
    let classes = lines.filter { (1...FigureKind.mostConfusedClasses).contains($0.classes.count) }
    return [Named(name: "attribution", figure: figure(of: lines))]
      + classes.map { line in
        let name = "\(FileName.of(line.method.clusterer))@\(FileName.of(line.method.space))"
        return Named(
          name: classes.count > 1 ? "attribution-classes-\(name)" : "attribution-classes", figure: figure(of: line))
      }
  }

  /// A panel a score, a row a part, grouped by method.
  private func figure(of lines: [AttributionRecord.Line]) -> Figure {
    let scores = lines[0].scores.map(\.score)
    let methods = lines.flatMap { line in
      line.parts.indices.map { part in
        ScoreChart.Method(
          space: line.method.text, clusterer: line.parts[part],
          values: scores.map { score in line.shapleyOfSeeds(score).map { $0[part] } ?? [] },
          intervals: line.scores.map { $0.shares[part].shapley?.interval })
      }
    }
    return Figure(
      ScoreChart(scores: scores.map { ScoreChart.Score($0) }, methods: methods), title: title("shares of the parts"),
      subtitle: "Shapley values: what each part brings to the scores of a fused space, over one cluster of all items",
      note:
        "Rings: seeds. Lines: 95 % intervals for other seeds. The values of a space add up to its score less that of one cluster. "
        + "Bold: the largest value of the score.")
  }

  /// A panel a part, a row a class.
  private func figure(of line: AttributionRecord.Line) -> Figure {
    let methods = line.classes.map { item in
      ScoreChart.Method(
        space: truth?.name ?? "class", clusterer: item.name, values: item.shares.map { [$0.shapley?.mean ?? .nan] },
        intervals: item.shares.map { $0.shapley?.interval })
    }
    return Figure(
      ScoreChart(scores: line.parts.map { ScoreChart.Score($0) }, methods: methods),
      title: title("shares of the parts in the classes"),
      subtitle: "\(line.method.text): what each part brings to the recall of each class, over the share of the class",
      note:
        "Lines: 95 % intervals for other seeds. The Shapley values of a class add up to its recall (clusters matched one to one) "
        + "less its share of the items. Bold: the largest value of the part.")
  }
}

extension AttributionRecord.Estimate {
  fileprivate var interval: ClosedRange<Double>? {
    guard let low, let high else { return nil }
    return low...high
  }
}

extension AttributionRecord.Line {
  /// For each part the Shapley values under the seeds; nil where a coalition has none.
  fileprivate func shapleyOfSeeds(_ score: String) -> [[Double]]? {
    guard let empty = scores.first(where: { $0.score == score })?.empty, coalitions.count == 1 << parts.count - 1 else {
      return nil
    }
    var values = [[Double]](repeating: [], count: 1 << parts.count)
    values[0] = seeds.map { _ in empty }
    for coalition in coalitions {
      let mask = parts.indices.reduce(0) { coalition.parts.contains(parts[$1]) ? $0 | 1 << $1 : $0 }
      values[mask] = coalition.scores[score]?.map(\.wrappedValue) ?? []
    }
    guard values.allSatisfy({ $0.count == seeds.count }) else { return nil }
    let shares = seeds.indices.map { seed in ShapleyValues.shares(of: values.map { $0[seed] }, players: parts.count) }
    return parts.indices.map { part in shares.map { $0[part] } }
  }
}
