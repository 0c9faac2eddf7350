import Clustering
import Core
import Datasets
import Experiments
import Features
import Foundation
import Matrices
import Results
import Stages

/// The plan of a run, found out without doing it.
package struct DryRun: Sendable {
  /// The plan as it is printed.
  package let lines: [String]
  /// The notes that follow from reading the inputs.
  package let notices: [Notice]
  /// The estimated time of the work in seconds, and the most memory in bytes.
  package let seconds: Double
  package let memory: Int
  /// The operations of the work, of which the time follows by the speed of the machine.
  package let operations: Double

  /// - Parameters:
  ///   - sweepGaps: the notes on settings of sweeps that the data do not allow.
  ///   - knownColumns: the columns of the spaces that were made, by name.
  ///   - reading: the seconds that it took to read the inputs.
  init(
    _ resolution: Resolution, _ plan: WorkPlan, in folder: RunFolder, sweepGaps: [Notice], knownColumns: [String: Int],
    reading: Double
  ) throws {
    let estimate = try Estimate(resolution, plan, knownColumns: knownColumns)
    seconds = reading + estimate.operations * (try Calibration.measure().secondsPerOperation)
    memory = estimate.memory
    operations = estimate.operations
    notices = resolution.inputNotices
    var table = Columns()
    Self.addInputs(of: resolution, plan, in: folder, knownColumns, to: &table)
    Self.addWork(of: resolution, plan, sweepGaps: sweepGaps, to: &table)
    table.add("time", ["about \(Self.time(seconds)) on \(counted(Threads.count, "thread"))"])
    table.add("memory", ["about \(size(estimate.memory)) of \(size(Memory.limit))"])
    table.add("disk", [Self.disk(estimate.disk, folder)])
    lines =
      table.lines + [
        "",
        "Time and memory are estimates for an otherwise idle machine, from counts of operations and a short",
        "measurement; they may be off by a factor of two. Nothing was written.",
      ]
  }

  private static func addInputs(
    of resolution: Resolution, _ plan: WorkPlan, in folder: RunFolder, _ knownColumns: [String: Int],
    to table: inout Columns
  ) {
    let (experiment, inputs) = (resolution.experiment, resolution.inputs)
    table.add("run", ["\(experiment.name), into \(folder.path)"])
    table.add("inputs", resolution.files.map { "\($0.path): \(size($0.bytes))" })
    table.add("items", [items(inputs)])
    table.add("features", experiment.features.map { feature($0.name, inputs) })
    table.add("references", experiment.references.map { reference($0, inputs) })
    table.add("spaces", experiment.clusteredSpaces.map { space($0, resolution, plan, knownColumns) })
    table.add(
      "clusterers",
      zip(experiment.clusterers, resolution.clusterers).map {
        let others = $1.isGiven ? "clusters that are read" : "as many clusters as it finds"
        return "\($0.name), \($1.clusterCount.map { counted($0, "cluster") } ?? others)"
      })
    table.add("seeds", [list(experiment.seeds.map(String.init), limit: 20)])
    table.add("scores", [list(resolution.scoring.names, limit: 20)])
  }

  private static func addWork(
    of resolution: Resolution, _ plan: WorkPlan, sweepGaps: [Notice], to table: inout Columns
  ) {
    let figures = resolution.drawnFigures(without: plan.gaps)
    table.add("trials", [trials(plan.counts)])
    table.add("gaps", resolution.plan.notes(on: resolution.plan.inOrder(plan.gaps)) + sweepGaps.map(\.message))
    table.add("maps", [maps(resolution, plan)])
    table.add("sweeps", resolution.sweeps.sweeps.map { sweep($0, resolution, plan) })
    table.add("attribution", attribution(resolution, plan))
    table.add("figures", [figures.isEmpty ? "none" : list(figures.map(\.rawValue), limit: 20)])
    if let truth = plan.counts.formerTruth {
      table.add("keeps", ["the results against \(truth) in \(RunFolder.formerName(of: truth))"])
    }
    if !plan.counts.unwanted.isEmpty {
      table.add("removes", ["\(list(plan.counts.unwanted)), no longer asked for by the experiment"])
    }
  }

  private static func items(_ inputs: Inputs) -> String {
    let dropped = inputs.itemCount - inputs.items.count
    let images = inputs.images.map { ", images of \($0.height) × \($0.width) pixels" } ?? ""
    let truth = inputs.truth.map { ", \(counted($0.classes.count, "class", plural: "classes")) of \($0.name)" } ?? ""
    return inputs.items.count.grouped + (dropped > 0 ? " (\(dropped.grouped) dropped)" : "") + images + truth
  }

  private static func feature(_ name: String, _ inputs: Inputs) -> String {
    guard let matrix = inputs.features[name]?.matrix else { return name }
    return "\(name): \(matrix.rows.grouped) × \(matrix.columns.grouped)"
  }

  private static func reference(_ reference: Experiment.Reference, _ inputs: Inputs) -> String {
    guard let record = inputs.references.entries[reference.name]?.record else { return reference.name }
    let names = record.namesFile.map { ", names of \($0)" } ?? ""
    return "\(reference.name): \(record.rows.grouped) × \(record.dimensions.grouped)\(names)"
  }

  private static func space(
    _ space: Experiment.Space, _ resolution: Resolution, _ plan: WorkPlan, _ knownColumns: [String: Int]
  ) -> String {
    if plan.unmade.contains(space.name) { return "\(space.name): cannot be made" }
    let rows = "\(resolution.inputs.items.count.grouped) ×"
    guard !space.isFeatureSet else { return "\(space.name): \(rows) \(resolution.columns(of: space).grouped)" }
    // A space that was not made may have fewer columns, such as those that hold a share of the variance.
    let known = knownColumns[space.name].map(\.grouped)
    let size = "\(rows) \(known ?? "at most \(resolution.columns(of: space).grouped)")"
    return "\(space.name): \(size), of \(list(space.inputs, limit: 8))"
  }

  private static func trials(_ work: RunEvent.Work) -> String {
    var parts = ["\(work.trials.grouped)"]
    if work.reused > 0 { parts.append("reused \(work.reused.grouped)") }
    if work.clustered > 0 { parts.append("\(work.clustered.grouped) to cluster") }
    if work.modelled > 0 { parts.append("\(work.modelled.grouped) of these again for their models") }
    if work.scored > 0 { parts.append("\(work.scored.grouped) to score again") }
    if work.stale > 0 { parts.append("\(counted(work.stale, "stale one")) to remove") }
    return parts.joined(separator: ", ")
  }

  private static func maps(_ resolution: Resolution, _ plan: WorkPlan) -> String {
    guard resolution.wants("maps") else { return "none" }
    let count = resolution.plan.spaces.count - plan.unmade.count
    let missing = plan.counts.maps
    return count.grouped + (missing < count ? ", reused \((count - missing).grouped)" : "")
      + (missing > 0 ? ", \(missing.grouped) to make" : "")
  }

  private static func sweep(_ sweep: SweepPlan.Sweep, _ resolution: Resolution, _ plan: WorkPlan) -> String {
    let made = Set(resolution.plan.spaces).subtracting(plan.unmade)
    let fits = sweep.of(made).fits * resolution.experiment.seeds.count
    let todo =
      plan.rescores(sweep.kind) ? "to score again" : plan.lacks(.sweep(sweep.kind)) ? "to cluster" : "reused"
    return "\(sweep.kind.rawValue) with \(sweep.clusterer.name): \(fits.grouped) \(todo)"
  }

  /// The fits of the coalitions of each attributed space.
  private static func attribution(_ resolution: Resolution, _ plan: WorkPlan) -> [String] {
    resolution.attribution.lines.filter { !plan.unmade.contains($0.space.name) }.map { line in
      let fits = line.fits(resolution)
      let work = plan.lacks(.attribution) ? "to cluster" : "reused"
      return "\(line.space.name) to \(counted(line.space.inputs.count, "part")): \(fits.grouped) \(work) "
        + "(\(counted(line.coalitions.count, "coalition")), by \(list(line.clusterers)))"
    }
  }

  private static func disk(_ bytes: Int, _ folder: RunFolder) -> String {
    let parent = URL(fileURLWithPath: folder.path).deletingLastPathComponent().path
    let free = DiskSpace.free(in: folder.path) ?? DiskSpace.free(in: parent)
    return "at least \(size(bytes))" + (free.map { ", \(size($0)) are free" } ?? "")
  }

  static func time(_ seconds: Double) -> String {
    switch seconds {
    case ..<1: "1 s"
    case ..<90: "\(Int(seconds.rounded())) s"
    case ..<5400: "\(Int((seconds / 60).rounded())) min"
    default: (seconds / 3600).formatted(.number.precision(.fractionLength(1))) + " h"
    }
  }
}

/// Bytes in a readable unit: `4.2 MB`.
private func size(_ bytes: Int) -> String {
  let units: [(Double, String)] = [(1e9, "GB"), (1e6, "MB"), (1e3, "KB")]
  for (unit, name) in units where Double(bytes) >= unit {
    let value = Double(bytes) / unit
    return value.formatted(.number.precision(.fractionLength(value < 10 ? 1 : 0))) + " " + name
  }
  return counted(bytes, "byte")
}

/// Headings with the lines that stand beside them.
private struct Columns {
  private(set) var lines: [String] = []

  mutating func add(_ heading: String, _ entries: [String]) {
    for (position, entry) in entries.enumerated() {
      lines.append((position == 0 ? heading : "").padding(toLength: 12, withPad: " ", startingAt: 0) + entry)
    }
  }
}

extension Runner {
  /// Says what ``run()`` would do, and estimates what it takes. It reads the inputs, makes the spaces where memory allows
  /// them, and writes nothing.
  ///
  /// - Throws: the stages' errors, as far as they show before anything is clustered.
  package func plan() throws -> DryRun {
    let started = Date()
    let resolution = try Resolution(experiment)
    try folder.requireOwn()
    var plan = try WorkPlan(resolution, in: folder, isFresh: isFresh)
    let checks = MethodChecks(resolution: resolution)
    try checks.leaveOutByShape(&plan)
    let spaces = Spaces(resolution, former: plan.former?.spaces ?? [:]) { _ in }
    var sweeps = try SweepChecks(resolution, plan)
    if try Estimate(resolution, plan).fitsMemory {
      try checks.leaveOut(of: &plan, by: spaces, keepsRows: false) { try sweeps.look(at: $0, $1) }
      for space in sweeps.unseen where !plan.unmade.contains(space.name) {
        defer { spaces.forget(space.name) }
        if try spaces.failure(of: space.name) == nil { try sweeps.look(at: space, spaces.rows(of: space.name)) }
      }
    }
    return try DryRun(
      resolution, plan, in: folder, sweepGaps: sweeps.notices, knownColumns: spaces.knownColumns,
      reading: -started.timeIntervalSinceNow)
  }
}
