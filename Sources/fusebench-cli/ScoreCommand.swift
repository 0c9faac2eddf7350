import ArgumentParser
import Core
import Experiments
import Foundation
import Runs

/// `fusebench score`: one file of labels against another.
struct ScoreCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "score",
    abstract: "Score predicted clusters against true labels: kappa, ARI, NMI, accuracy and the others.",
    discussion: """
      Label files are .npy, .npz, lists in .json, text files of one label a line, or tables; name an array or a table's
      column after a colon, such as clusters.csv:cluster or, by its position from 0, clusters.csv:#1. Rows are
      matched by id where both files have ids, else by position.

      Examples:
        fusebench score labels.npy runs/emoji/trials/text/kmeans/seed-0.labels.npy
        fusebench score truth.csv:class clusters.csv:cluster --scores kappa,ari --format json
      """)

  @Argument(help: ArgumentHelp("The true labels.", valueName: "truth"))
  var truth: String

  @Argument(help: ArgumentHelp("The clusters.", valueName: "prediction"))
  var prediction: String

  @Option(
    name: [.long, .customLong("score")],
    help: ArgumentHelp("Scores, separated by commas (default: all).", valueName: "names"))
  var scores: String?

  @Option(help: MissingItems.help)
  var missing = MissingItems.error

  @Option(help: MinusOne.help)
  var minusOne = MinusOne.automatic

  @Option(help: "text or json.")
  var format = OutputFormat.text

  @OptionGroup var tables: TableReadingOptions

  @OptionGroup var options: GlobalOptions

  func run() throws {
    try options.perform {
      let tables = try self.tables.reading(features: [], [truth, prediction])
      let names = scores?.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) } ?? []
      let scoring = try LabelScoring(
        truth: FileSpecification(truth).column(tables), prediction: FileSpecification(prediction).column(tables),
        scores: names, missing: missing,
        minusOne: minusOne)
      switch format {
      case .json: try Output.line(scoring.json())
      case .text: try printTable(scoring)
      }
    }
  }

  private func printTable(_ scoring: LabelScoring) throws {
    let width = scoring.scores.map(\.name.count).max() ?? 0
    let lines = scoring.scores.map { entry in
      let value = entry.value.map { $0.formatted(.number.precision(.fractionLength(6))) } ?? "undefined"
      return entry.name.padding(toLength: width + 2, withPad: " ", startingAt: 0) + value + "\n"
    }
    try Output.write(lines.joined())
    defer { Messages.notes(scoring.notices, quiet: options.quiet) }
    guard !options.quiet else { return }
    Messages.write(
      "\(counted(scoring.items, "item")) scored, \(scoring.unlabelled) unlabelled, \(scoring.noise) noise"
        + (scoring.leftOut > 0 ? ", \(scoring.leftOut) not clustered" : ""))
    Messages.write(scoring.counts)
  }
}
