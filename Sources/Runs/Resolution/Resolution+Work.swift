import Core
import Experiments
import Matrices
import Results

extension Resolution {
  /// The units of work that a plan has, for the progress.
  func workload(of plan: WorkPlan) -> Double {
    let counts = plan.counts
    let sweeps = sweeps.sweeps.reduce(0) { $0 + (plan.lacks(.sweep($1.kind)) ? $1.units : 0) } * experiment.seeds.count
    let signs = plan.missing.count { if case .signs = $0 { true } else { false } }
    return Double(counts.clustered) * WorkMeter.trial + Double(counts.scored) * WorkMeter.scoring
      + Double(counts.maps) * WorkMeter.map + Double(sweeps) * WorkMeter.trial + Double(signs * SignSensitivity.draws)
      * WorkMeter.draw
      + (wants("silhouette") || wants("cards") || wantsWords ? WorkMeter.clusters : 0)
      + (plan.lacks(.statistics) ? WorkMeter.clusters : 0)
      + (plan.lacks(.truths) ? WorkMeter.clusters : 0)
      + (plan.lacks(.attribution) ? Double(attribution.fits(self)) * WorkMeter.trial : 0)
  }

  /// Returns the bytes that a plan is going to write: exactly where the sizes are known, else rather too little than
  /// too much.
  func need(of plan: WorkPlan, record: RunRecord) throws -> DiskSpace.Need {
    let items = inputs.itemCount
    let labels = Self.arrayHeader + 4 * items
    var need = DiskSpace.Need()
    if plan.isIdle { return need }
    need.add("run.json", try record.storedBytes())
    for identity in self.plan.trials where plan.clusters(identity) {
      let name = RunFolder.trialName(identity)
      need.add(name + ".labels.npy", labels)
      need.add(name + ".json", 1024)
    }
    for artifact in plan.missing {
      switch artifact {
      case .dataset: for labelSet in inputs.labelSets { need.add("labels/\(labelSet.name).npy", labels) }
      case .map(let space):
        let rows = min(experiment.tsne.rows ?? .max, inputs.items.count)
        need.add(RunFolder.embeddingName(space) + ".npy", Self.arrayHeader + 8 * rows)
      case .partWeights(let space):
        let parts = experiment.space(named: space)?.inputs.count ?? 0
        need.add(RunFolder.partWeightsName(space) + ".npy", Self.arrayHeader + 4 * items * parts)
      case .signs(let space):
        need.add(RunFolder.signName(space) + ".labels.npy", Self.arrayHeader + 4 * items * SignSensitivity.draws)
      case .thumbnails: need.add("items", min(Inputs.thumbnailLimit, Self.smallThumbnail * inputs.items.count))
      case .sweep(let kind):
        for sweep in sweeps.sweeps where sweep.kind == kind {
          for line in sweep.lines {
            need.add(
              "sweeps/\(kind.rawValue)/\(line.space.name)",
              Self.arrayHeader + 4 * items * sweep.settings.count * experiment.seeds.count)
          }
        }
      case .members(let method): need.add(RunFolder.membersName(method) + "/members.csv", Self.smallMember * items)
      case .trial, .transform, .silhouettes, .cards, .clusterWords, .statistics, .truths, .attribution: break
      }
    }
    let points = wants("maps") ? 4 * inputs.items.count * experiment.clusteredSpaces.count : 0
    let thumbnails = wants("maps") && inputs.images != nil ? Self.smallThumbnail * inputs.items.count : 0
    need.add("report.html", Self.smallPage + (points + min(thumbnails, Inputs.thumbnailLimit)) * 4 / 3)
    for _ in experiment.figures { need.add("figures", Self.smallFigure) }
    for name in Self.smallFiles { need.add(name, 1) }
    return need
  }

  /// The files that come at the end, whatever is found, in a block of the disk at least.
  private static let smallFiles = [
    "statistics.json", "timings.json", "scores.csv", "table.md", "table.tex", "findings.md", "findings.json",
    "outputs.json",
  ]
  /// The bytes of an `.npy` file before its numbers.
  private static let arrayHeader = 128
  /// The least bytes of the line of a member: the separators, the item and its cluster.
  private static let smallMember = 11
  /// The least bytes of a thumbnail, a page without its explorer and a figure.
  private static let smallThumbnail = 300
  private static let smallPage = 65_000
  private static let smallFigure = 20_000
}
