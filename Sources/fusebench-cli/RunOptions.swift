import ArgumentParser
import Core
import Experiments
import Foundation
import Report
import Results
import Runs

/// The options of the commands that make a run: the inputs, the methods, the seeds, and the folder.
struct RunOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Visual features: \(Catalog.standard.fileEndings); name an array or a column after a "
        + "colon.",
      valueName: "file[:part]"))
  var visual: String?

  @Option(help: ArgumentHelp("Text features, in the same formats.", valueName: "file[:part]"))
  var text: String?

  @Option(help: ArgumentHelp("Further features; may be given several times.", valueName: "name=file[:part]"))
  var features: [String] = []

  @Option(
    help: ArgumentHelp(
      "Named rows that are not items, such as the embeddings of nouns, for the methods that read them; may be given several "
        + "times.", valueName: "name=file[,names=file]"))
  var references: [String] = []

  @Option(
    help: ArgumentHelp(
      "Images: a folder of them or of class folders, or a labelled set (CIFAR, MNIST, STL-10): its folder or a file.",
      valueName: "path"))
  var images: String?

  @OptionGroup var reading: ImageReadingOptions

  @Option(
    help: ArgumentHelp(
      "True labels: .npy, .npz:array, .json, a text file of one a line, or table.csv:column; may be given several times, "
        + "the first is scored against.", valueName: "file[:part]"))
  var labels: [String] = []

  @Option(help: MinusOne.help)
  var minusOne: MinusOne?

  @Option(help: ArgumentHelp("A text file of class names, one a line, for labels that are numbers.", valueName: "file"))
  var classes: String?

  @Option(help: ArgumentHelp("The captions of the items, one a line.", valueName: "file"))
  var captions: String?

  @Option(help: ArgumentHelp("The label set to score against, or all (default: the first).", valueName: "name"))
  var truth: String?

  @Option(
    help: ArgumentHelp(
      "Use only some of the items, by position from 0: the first, and the one after the last.",
      valueName: "a:b"))
  var rows: String?

  @Option(
    name: [.customShort("k"), .long],
    help: ArgumentHelp("Clusters to form (default: the number of classes).", valueName: "k"))
  var clusters: Int?

  @Option(
    help: ArgumentHelp(
      "A space to cluster: a feature set, or a method with its settings, such as pca:of=text,dimensions=50; may be given "
        + "several times. fusebench methods lists them.", valueName: "name[:key=value,…]"))
  var space: [String] = []

  @Option(
    help: ArgumentHelp(
      "A clusterer with its settings, such as gmm:covariance=diag; may be given several times. fusebench methods lists "
        + "them.", valueName: "name[:key=value,…]"))
  var clusterer: [String] = []

  @Option(
    help: ArgumentHelp(
      "The metric of the clusterers that have one: euclidean, or the cosine (spherical in k-means, cosine in the others).",
      valueName: "metric"))
  var metric: String?

  @Option(help: ArgumentHelp("The mixture's covariance: full, diag, tied or spherical.", valueName: "shape"))
  var covariance: String?

  @Option(help: Experiment.Feature.Undefined.help)
  var nan: String?

  @Option(help: MissingItems.help)
  var missing: MissingItems?

  @Option(
    help: ArgumentHelp(
      "The way in which scores against labels count noise: as one more cluster, not at all, or with the cluster of the "
        + "nearest item.", valueName: "rule"))
  var noise: NoiseRule?

  @Option(
    name: [.long, .customLong("score")],
    help: ArgumentHelp("Scores, separated by commas.", valueName: "names"))
  var scores: String?

  @Option(help: ArgumentHelp("The number of seeds.", valueName: "n"))
  var seeds: Int?

  @Option(help: ArgumentHelp("The first seed.", valueName: "n"))
  var seed: Int?

  @Option(help: ArgumentHelp("The run's folder (default: runs/<name>).", valueName: "folder"))
  var out: String?

  @Option(help: ArgumentHelp("Figures, separated by commas (\(FigureKind.names)), or none.", valueName: "names"))
  var figures: String?

  @Option(
    help: ArgumentHelp(
      "Cluster again at several settings: \(SweepOption.form); may be given several times. weights is the "
        + "weight of a fusion's text part.", valueName: "what"))
  var sweep: [String] = []

  @Option(
    help: ArgumentHelp(
      "Attribute the scores of fused spaces to their parts: all, or names separated by commas. Clusters the spaces of "
        + "fewer parts, too.", valueName: "spaces"))
  var attribution: String?

  @Option(help: ArgumentHelp("The caption of table.tex, which then floats.", valueName: "text"))
  var caption: String?

  @Option(help: ArgumentHelp("The label of table.tex, for \\ref.", valueName: "text"))
  var label: String?

  @Flag(help: "Recompute everything, without stored results.")
  var fresh = false

  @Flag(help: "Print the plan with an estimate of time and memory, and stop.")
  var dryRun = false

  @OptionGroup var tables: TableReadingOptions

  @OptionGroup var claiming: ClaimOptions

  @OptionGroup var options: GlobalOptions

  func validate() throws {
    try SingleOptions.check([
      "--visual", "--text", "--images", "--image-size", "--classes", "--covariance", "--nan", "--out", "--header",
    ])
    if let seeds, !(1...10_000).contains(seeds) {
      throw ValidationError("--seeds must be from 1 to 10000, and is \(seeds)")
    }
    if let seed, !(0...Int.max - 10_000).contains(seed) {
      throw ValidationError("--seed must be from 0 to \(Int.max - 10_000), and is \(seed)")
    }
    let paths = [
      ("--visual", visual), ("--text", text), ("--images", images), ("--captions", captions), ("--out", out),
    ]
    for (name, path) in paths + labels.map({ ("--labels", $0) }) where path?.isEmpty == true {
      throw ValidationError("\(name) must be a path, and is empty")
    }
    if let label, !Experiment.Table.isLabel(label) {
      throw ValidationError("--label must be \(Experiment.Table.labelForm), and is \"\(label)\"")
    }
    if let name = reading.given.first, images == nil { throw ValidationError("\(name) needs --images") }
    if let clusters, clusters < 1 { throw ValidationError("-k must be at least 1, and is \(clusters)") }
  }

  /// The options that can stand beside an experiment file.
  private static let besideFiles = [
    "--seeds", "--seed", "--scores", "--figures", "--sweep", "--attribution", "--missing", "--noise", "--truth",
    "--rows", "--caption",
    "--label", "--out", "--fresh", "--wait", "--dry-run", "--threads", "--quiet",
  ]

  /// Checks the parts that file and options must have together. Not among the validations, which come before the parser
  /// has looked for unknown options: of a misspelt one the value would be taken for the file.
  ///
  /// - Throws: `OptionError`.
  func requireOneExperiment(beside file: String?) throws {
    guard file == nil || parts.isEmpty else {
      throw OptionError(.optionsBeside(owner: "an experiment file", names: parts, allowed: Self.besideFiles))
    }
    guard file != nil || hasInputs else {
      throw OptionError(.nothingGiven(options: ["--visual", "--text", "--features", "--images"]))
    }
  }
}

extension RunOptions {
  /// Runs an experiment with its report, or prints its plan where that was asked for.
  ///
  /// - Returns: the report with its files; nil for a plan.
  func make(_ experiment: Experiment) throws -> (report: RunReport, written: RunReport.Written)? {
    let folder = out.map { RunFolder(path: $0) } ?? RunFolder(named: experiment.name)
    guard !dryRun else {
      try report(Runner(experiment, into: folder, isFresh: fresh).plan())
      return nil
    }
    let claim = try claiming.claim(folder, isNew: true, quiet: options.quiet)
    defer { claim.release() }
    let progress = ProgressLine(quiet: options.quiet, scores: experiment.scores)
    let run = try Runner(experiment, into: folder, isFresh: fresh, report: progress.show).run()
    let output = try RunReport(of: run)
    if let written = try output.current() {
      progress.end()
      if !options.quiet { Messages.write("nothing changed: the stored run is complete; --fresh computes it again") }
      return (output, written)
    }
    progress.working(on: "figures")
    let written = try output.write(anew: true)
    progress.end()
    return (output, written)
  }

  /// Prints the plan to the standard output and its notes to the standard error.
  private func report(_ plan: DryRun) throws {
    Messages.notes(plan.notices, quiet: options.quiet)
    try Output.line(plan.lines.joined(separator: "\n"))
  }
}
