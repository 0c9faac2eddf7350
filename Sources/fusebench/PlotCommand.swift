import ArgumentParser
import Foundation
import Harness
import Matrices
import Report
import Results

/// `fusebench plot`: the t-SNE map of one feature file.
struct PlotCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plot",
    abstract: "Draw the t-SNE map of one feature file, coloured by labels.",
    discussion: """
      The format follows the ending of --out: .png, .pdf or .svg.

      Example:
        fusebench plot visual.npy --labels labels.csv:class --out map.png
      """)

  @Argument(help: ArgumentHelp("The features: .npy, .npz, .csv, .tsv or .safetensors.", valueName: "file"))
  var file: String

  @Option(
    help: ArgumentHelp("Labels for the colours: .npy, a text file, or table.csv:column.", valueName: "file[:column]"))
  var labels: String?

  @Option(help: ArgumentHelp("The figure's file.", valueName: "file"))
  var out = "map.png"

  @Option(help: ArgumentHelp("The array of an .npz or the tensor of a .safetensors.", valueName: "name"))
  var member: String?

  @Option(help: "About how many neighbours a point feels.")
  var perplexity = 30.0

  @Option(help: "All iterations, 250 of early exaggeration among them.")
  var iterations = 750

  @Option(help: ArgumentHelp("Map at most so many rows, drawn at random.", valueName: "n"))
  var rows: Int?

  @Option(help: ArgumentHelp("The seed of the start.", valueName: "n"))
  var seed: UInt64 = 0

  @OptionGroup var options: GlobalOptions

  func validate() throws {
    if iterations < 1 { throw ValidationError("--iterations must be at least 1, and is \(iterations)") }
    if let rows, rows < 4 { throw ValidationError("--rows must be at least 4, and is \(rows)") }
    if !(perplexity >= 1 && perplexity.isFinite) {
      throw ValidationError("--perplexity must be at least 1, and is \(perplexity)")
    }
  }

  func run() throws {
    try options.perform {
      try MapFigure.requireFormat(of: out)
      let progress = ProgressLine(quiet: options.quiet, scores: [])
      let name = ((file as NSString).lastPathComponent as NSString).deletingPathExtension
      progress.working(on: "t-SNE of \(name)")
      let column = labels.map { option in
        let (path, column) = LabelPath.split(option)
        return LabelScoring.Column(path: path, column: column)
      }
      let map = try FeatureMap(
        features: Experiment.Feature(name: name, file: file, member: member), labels: column,
        options: .init(perplexity: perplexity, iterations: iterations, rows: rows), seed: seed
      ) { iteration, total in progress.show(.progressed(fraction: Double(iteration) / Double(total))) }
      let divergence = map.klDivergence.formatted(.number.precision(.fractionLength(3)))
      try MapFigure.write(
        map.points, labels: map.labels, title: "t-SNE of \(name)",
        subtitle: "\(map.points.rows) rows · KL divergence \(divergence)", to: out)
      progress.end()
      if !options.quiet { for notice in map.notices { Messages.note(notice) } }
      try Output.line(out)
    }
  }
}
