import ArgumentParser
import Core
import Experiments
import Foundation
import Report
import Results

/// `fusebench choose`: the number of clusters, or another parameter, by criteria without labels.
struct ChooseCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "choose",
    abstract: "Choose the number of clusters by elbow, silhouette, gap statistic and other criteria, without labels.",
    discussion: """
      Clusters at each of several values of k under each seed, and prints the elbow, silhouette, Davies-Bouldin index,
      Calinski-Harabasz index, gap statistic, BIC and AIC (of mixtures) and stability, what each of them recommends, and
      which values are supported as well. A criterion whose best value lies at an edge of those tried, or is not
      significantly different from at least half of them, decides nothing. Neither labels nor a k is needed.

      Takes the folder of a run whose sweeps have criteria, an experiment file, or the inputs as options. An experiment
      whose sweeps have no criteria gets a sweep of k for each clusterer that takes one. The result is a run like any
      other, with the figure choice.

      Examples:
        fusebench choose --visual clip.npy --out runs/choice
        fusebench choose --text captions.npy --clusterer gmm:covariance=diag --values 2:20:2 --seeds 10
        fusebench choose experiment.yaml --values 2,3,5,9,14,20
        fusebench choose runs/choice --format markdown --out choice.md
      """)

  @Argument(help: ArgumentHelp("The folder of a run, or an experiment file.", valueName: "run|experiment.yaml"))
  var source: String?

  @Option(
    help: ArgumentHelp(
      "The numbers of clusters, such as 2,3,5,9, or a range, such as 2:20 or 2:20:2 (default: about ten from 2 to 30).",
      valueName: "numbers"))
  var values: String?

  /// Taken for `--values`, of which the error tells.
  @Option(name: .customLong("k"), help: .hidden)
  var numbers: String?

  @Option(help: ArgumentHelp("\(ChoiceReport.Format.names).", valueName: "format"))
  var format = ChoiceReport.Format.terminal

  @OptionGroup var making: RunOptions

  func run() throws {
    let isStored = source.map(Self.isFolder) ?? false
    try making.options.perform {
      if let numbers {
        throw OptionError(
          .writtenOtherwise(
            option: "--k", value: numbers, cause: "the numbers of clusters to choose from are those of --values",
            right: "--values \(ChoiceValues.range(numbers) ?? numbers)"))
      }
      if isStored { try requireNothingElse() } else { try making.requireOneExperiment(beside: source) }
      try isStored ? showStored() : makeAndShow()
    }
  }

  /// Throws where options are given that a stored run has settled.
  private func requireNothingElse() throws {
    let names = (values == nil ? [] : ["--values"]) + making.given
    guard names.isEmpty else {
      throw OptionError(
        .optionsBeside(
          owner: "a stored run", names: names, allowed: ["--format", "--out (a file)", "--threads", "--quiet"]))
    }
  }

  private static func isFolder(_ path: String) -> Bool {
    var isFolder: ObjCBool = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder.boolValue
  }

  private func showStored() throws {
    let run = try StoredRun(in: RunFolder(path: source ?? ""))
    let text = try ChoiceReport(of: run).text(as: format)
    if !making.options.quiet, let note = run.missingNote { Messages.write("note: \(note)") }
    Messages.notes(run.record.notices.filter { $0.kind == SweepRecord.criteriaLeftOut }, quiet: making.options.quiet)
    guard let out = making.out else { return try Output.write(text) }
    try AtomicFile.write(text, to: out)
    try Output.line(out)
  }

  private func makeAndShow() throws {
    guard let (report, written) = try making.make(experiment()) else { return }
    Messages.notes(report.stored.record.joinedNotices, quiet: making.options.quiet)
    try Output.write(ChoiceReport(of: report.stored).text(as: format))
    guard format == .terminal else { return }
    let shown = written.paths.filter { ($0 as NSString).lastPathComponent.hasPrefix("choice") || $0.hasSuffix(".html") }
    try Output.write("\n" + shown.map { $0 + "\n" }.joined())
  }

  /// The experiment of the file or of the options, with a sweep of k where none has criteria.
  private func experiment() throws -> Experiment {
    var experiment = try making.experiment(file: source)
    if source == nil {
      if making.clusterer.isEmpty { experiment.clusterers = Array(experiment.clusterers.prefix(1)) }
      if making.figures == nil { experiment.figures = [] }
    }
    try experiment.addChoice(of: values.map(ChoiceValues.read))
    let figure = FigureKind.choice.rawValue
    if making.figures == nil, !experiment.figures.contains(figure) { experiment.figures.append(figure) }
    return experiment
  }
}

extension ChoiceReport.Format: ExpressibleByArgument {
  /// All names, for the help.
  static var names: String { allCases.map(\.rawValue).joined(separator: ", ") }
}

/// The option `--values`: numbers of clusters, or a range of them.
enum ChoiceValues {
  /// A range that is written with a hyphen or dots, such as `2-10`, with a colon; nil for another text.
  static func range(_ text: String) -> String? {
    guard let match = text.wholeMatch(of: /\s*(\d+)\s*(?:-|–|\.\.\.?)\s*(\d+)\s*/) else { return nil }
    return "\(match.1):\(match.2)"
  }

  /// - Throws: ``OptionError`` for what is no such list, fewer than two numbers or too many.
  static func read(_ text: String) throws -> [Int] {
    if let range = range(text) {
      throw OptionError(
        .writtenOtherwise(
          option: "--values", value: text, cause: "a range is written with a colon, and found \(text)",
          right: "--values \(range)"))
    }
    let isRange = text.contains(":")
    let parts = text.split(separator: isRange ? ":" : ",", omittingEmptySubsequences: false).map {
      Int($0.trimmingCharacters(in: .whitespaces)) ?? 0
    }
    let most = Experiment.mostSettings
    var numbers = parts
    if isRange, parts.count <= 3, parts.count > 1, parts.allSatisfy({ $0 >= 1 && $0 <= 1_000_000 }) {
      numbers = Array(stride(from: parts[0], through: parts[1], by: parts.count > 2 ? parts[2] : 1).prefix(most + 1))
    } else if isRange {
      numbers = []
    }
    guard Set(numbers).count > 1, numbers.count <= most, numbers.allSatisfy({ $0 >= 1 && $0 <= 1_000_000 }) else {
      throw OptionError(
        .invalidOption(
          name: "--values", value: text.isEmpty ? "\"\"" : text,
          allowed: "two to \(most) whole numbers, such as 2,3,5,9, or a range, such as 2:20 or 2:20:2"))
    }
    return Set(numbers).sorted()
  }
}
