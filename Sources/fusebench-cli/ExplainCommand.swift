import ArgumentParser
import Core
import Experiments
import Explain
import Foundation
import Results

/// `fusebench explain`: the rules that move a run's numbers to those of another program.
struct ExplainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Show why a run does not match a paper or another program, rule by rule.",
    discussion: """
      Takes scores again from the stored labels and fits methods again, by each rule that differs between programs: the mean
      of NMI, a majority vote or a one-to-one matching, a part of the items, faiss's defaults, one start, single precision,
      the cosine, signs of components, the scaling and its place. Lists how near each rule comes to the other number. Nothing
      in the run is changed; the inputs of the run are read again.

      --against is a table (columns clusterer,space,score,value), a baseline, or a file of the other program's clusters.

      Examples:
        fusebench explain runs/mine --against paper.csv
        fusebench explain runs/emoji --against scikit-learn-emoji --inputs datasets/emoji --method kmeans:text --scores nmi
        fusebench explain runs/mine --against clusters.npy --method kmeans:visual --format markdown --out why.md
        fusebench explain runs/mine --against paper.csv --dry-run
      """)

  @Argument(help: ArgumentHelp("The folder of the run.", valueName: "run"))
  var folder: String

  @Option(
    help: ArgumentHelp(
      "A table of published numbers, a baseline, or a file of cluster labels.", valueName: "table|labels[:part]"))
  var against: String

  @Option(
    help: ArgumentHelp(
      "The folder from which the run's paths are meant: that of its experiment file.",
      valueName: "folder"))
  var inputs = "."

  @Option(
    help: ArgumentHelp(
      "The method to explain, which labels need where there are several (default: all that a table has).",
      valueName: "clusterer[:space]"))
  var method: String?

  @Option(
    name: [.long, .customLong("score")],
    help: ArgumentHelp("Scores, separated by commas (default: all that both have).", valueName: "names"))
  var scores: String?

  @Flag(help: "Print the refits with an estimate of their time, and stop.")
  var dryRun = false

  @Option(help: ArgumentHelp("\(Explanation.Format.names).", valueName: "format"))
  var format = Explanation.Format.terminal

  @Option(help: ArgumentHelp("Write the explanation to a file.", valueName: "file"))
  var out: String?

  @OptionGroup var options: GlobalOptions

  func run() throws {
    try options.perform {
      let other = try Against(against)
      try OutputFiles.check([("--out", out)], inputs: [FileSpecification(against).path])
      let run = try StoredRun(in: RunFolder(path: folder))
      let labels: FileSpecification? = if case .labels(let file) = other { file } else { nil }
      let explainer = try Explainer(run, inputsFrom: inputs, labels: labels)
      Messages.notes(explainer.notices, quiet: options.quiet)
      guard !dryRun else { return try Output.write(plan(of: explainer, other).text) }
      let text = try explanation(by: explainer, other).text(as: format)
      guard let out else { return try Output.write(text) }
      try AtomicFile.write(text, to: out)
      try Output.line(out)
    }
  }

  private var names: [String]? {
    scores.map { $0.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) } }
  }

  private func plan(of explainer: Explainer, _ other: Against) throws -> Explainer.Plan {
    switch other {
    case .table(let baseline): try explainer.plan(against: baseline, method: method, scores: names)
    case .labels: try explainer.plan(againstLabels: against, method: method)
    }
  }

  private func explanation(by explainer: Explainer, _ other: Against) throws -> Explanation {
    let progress = ProgressLine(quiet: options.quiet, scores: [])
    defer { progress.end() }
    switch other {
    case .table(let baseline):
      return try explainer.explanation(against: baseline, method: method, scores: names, progress: progress.working)
    case .labels:
      return try explainer.explanation(
        againstLabels: against, method: method, scores: names, progress: progress.working)
    }
  }
}

extension Explanation.Format: ExpressibleByArgument {
  /// All names, for the help.
  static var names: String { allCases.map(\.rawValue).joined(separator: ", ") }
}
