import ArgumentParser
import Core
import Experiments
import Foundation
import Matrices
import Report
import Results
import Runs
import Stages

/// `fusebench plot`: the map of one feature file.
struct PlotCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plot",
    abstract: "Draw the map of one feature file, or of the pixels of images, coloured by labels.",
    discussion: """
      The extension of --out sets the format: .png, .pdf or .svg.

      Examples:
        fusebench plot visual.npy --labels labels.csv:class --out map.png
        fusebench plot text.npy --method umap --labels labels.csv:class
        fusebench plot photos --image-size 32
      """)

  @Argument(
    help: ArgumentHelp(
      "The features: \(Catalog.standard.fileEndings); or images: a folder, or a labelled set.",
      valueName: "file[:part]"))
  var file: String

  @Option(
    help: ArgumentHelp(
      "Labels for the colours: .npy, .npz:array, .json, a text file, or table.csv:column.", valueName: "file[:part]"))
  var labels: String?

  @Option(help: ArgumentHelp("The figure's file.", valueName: "file"))
  var out = "map.png"

  @Option(help: ArgumentHelp("The array of an .npz or the tensor of a .safetensors.", valueName: "name"))
  var member: String?

  @Option(help: ArgumentHelp("The method of the map: \(Self.methods.joined(separator: ", ")).", valueName: "name"))
  var method = methods[0]

  @Option(help: "The effective number of neighbours of a point of t-SNE.")
  var perplexity = 30.0

  @Option(help: "The number of iterations of t-SNE, including 250 of early exaggeration.")
  var iterations = 750

  @Option(help: ArgumentHelp("The largest number of rows, drawn at random.", valueName: "n"))
  var rows: Int?

  @Option(help: ArgumentHelp("The seed of the start.", valueName: "n"))
  var seed: UInt64 = 0

  @Option(help: Experiment.Feature.Undefined.help)
  var nan: Experiment.Feature.Undefined?

  @Option(help: MissingItems.help)
  var missing = MissingItems.error

  @OptionGroup var tables: TableReadingOptions
  @OptionGroup var reading: ImageReadingOptions

  @OptionGroup var options: GlobalOptions

  func validate() throws {
    try SingleOptions.check(["--labels", "--member", "--method", "--nan", "--out", "--rows", "--seed", "--header"])
    if iterations < 1 { throw ValidationError("--iterations must be at least 1, and is \(iterations)") }
    if let rows, rows < 4 { throw ValidationError("--rows must be at least 4, and is \(rows)") }
    if !(perplexity >= 1 && perplexity.isFinite) {
      throw ValidationError("--perplexity must be at least 1, and is \(perplexity)")
    }
  }

  /// The names of the methods of maps.
  private static let methods = Catalog.standard.maps.map { $0.name }

  private var fileName: String {
    ((FileSpecification(file).path as NSString).lastPathComponent as NSString).deletingPathExtension
  }

  func run() throws {
    try options.perform {
      try MapFigure.requireFormat(of: out)
      guard let method = Catalog.standard.map(named: method) else {
        throw OptionError(.unknownChoice(option: "--method", word: method, known: Self.methods))
      }
      let progress = ProgressLine(quiet: options.quiet, scores: [])
      let name = fileName
      progress.working(on: "\(method.title) of \(name)")
      let tables = try self.tables.reading(features: [file], [labels].compactMap(\.self))
      let column = labels.map { FileSpecification($0).column(tables) }
      var feature = FileSpecification(file).feature(named: fileName, tables)
      feature.member = member ?? feature.member
      feature.undefined = nan ?? feature.undefined
      let map = try FeatureMap(
        features: feature, images: reading.images(at: file), labels: column,
        options: .init(perplexity: perplexity, iterations: iterations, rows: rows), method: method, seed: seed,
        missing: missing
      ) { progress.show(.progressed(fraction: $0)) }
      let reached = map.objective.map { "\($0.name) \($0.value.formatted(.number.precision(.fractionLength(3))))" }
      try MapFigure.write(
        map.points, labels: map.labels, title: "\(method.title) of \(name)",
        subtitle: [counted(map.points.rows, "row"), reached].compactMap(\.self).joined(separator: " · "), to: out)
      progress.end()
      if !options.quiet { for notice in map.notices { Messages.note(notice) } }
      try Output.line(out)
    }
  }
}
