import Core
import Figures
import Results

/// The weights of the parts of a fusion that differ from item to item.
extension RunFigures {
  func partWeightFigures() throws -> [Named] {
    // Two parts always weigh the same.
    let summaries = try stored.partWeights.filter { $0.record.parts.count > 2 }.map(PartWeightSummary.init)
    return summaries.map { summary in
      Named(
        name: summaries.count > 1 ? "part-weights-\(FileName.of(summary.record.space))" : "part-weights",
        figure: figure(of: summary))
    }
  }

  /// A bar for each part and class, with one standard deviation over its items to both sides.
  private func figure(of summary: PartWeightSummary) -> Figure {
    let record = summary.record
    let classes = truth.map(summary.groups) ?? []
    let isDrawn = classes.count <= FigureKind.mostConfusedClasses
    let groups = [("all", summary.all)] + (isDrawn ? classes.map { (truth?.name ?? "class", $0) } : [])
    let methods = groups.map { set, group in
      ScoreChart.Method(
        space: set, clusterer: group.name ?? "all items", values: group.means.map { [$0] },
        intervals: zip(group.means, group.deviations).map { mean, deviation in
          max(mean - deviation, 0)...min(mean + deviation, 1)
        })
    }
    let seed = record.seed.map { ", seed \($0)" } ?? ""
    let left = isDrawn ? "" : "; \(classes.count.grouped) classes are too many to draw"
    return Figure(
      ScoreChart(scores: record.parts.map { ScoreChart.Score($0) }, methods: methods),
      title: title("weights of the parts"),
      subtitle: "\(record.space)\(seed): mean weight of each part over \(counted(summary.all.items, "item"))"
        + (classes.isEmpty || !isDrawn ? "" : " and over those of each class") + left,
      note:
        "Lines: one standard deviation over the items to both sides, within 0 and 1. The weights of an item sum to 1. Bold: the "
        + "largest mean of the part.")
  }
}
