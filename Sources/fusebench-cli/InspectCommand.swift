import ArgumentParser
import Core
import Experiments
import Matrices

/// `fusebench inspect`: what files hold, what is odd about them, and what the features give away of the labels.
struct InspectCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "inspect",
    abstract: "Audit feature files and datasets: shape, NaN, zero, duplicate rows, constant columns, norms, leaks.",
    discussion: """
      With labels, given as an option or as one more path, it also looks for leaks: columns that follow the classes, equal
      rows of several classes, captions that name the classes.

      Examples:
        fusebench inspect visual.npy text.npy
        fusebench inspect visual.npy text.npy --labels labels.csv:class --captions captions.txt
        fusebench inspect features.npz --member clip --format json
        fusebench inspect cifar-10-batches-bin
        fusebench inspect photos --items items.csv
      """)

  @Argument(
    help: ArgumentHelp(
      "Feature files, folders of images, or labelled sets (CIFAR, MNIST, STL-10).", valueName: "path[:part]"))
  var paths: [String] = []

  @Option(help: ArgumentHelp("The array of an .npz or the tensor of a .safetensors.", valueName: "name"))
  var member: String?

  @Option(
    help: ArgumentHelp(
      "True labels: .npy, .npz:array, .json, a text file of one a line, or table.csv:column; may be given several times.",
      valueName: "file[:part]"))
  var labels: [String] = []

  @Option(
    help: ArgumentHelp(
      "Named rows that are not items, with the file of their names; may be given several times.",
      valueName: "name=file[,names=file]"))
  var references: [String] = []

  @Option(help: ArgumentHelp("The captions that the text features were made of, one a line.", valueName: "file"))
  var captions: String?

  @Option(
    help: ArgumentHelp("The file that names the classes, one a line, where labels are numbers.", valueName: "file"))
  var classes: String?

  @Option(help: MissingItems.help)
  var missing = MissingItems.error

  @Option(
    help: ArgumentHelp(
      "Write the order of an image folder's items: position, id and class as CSV.", valueName: "file"))
  var items: String?

  @OptionGroup var reading: ImageReadingOptions

  @Option(help: "text or json.")
  var format = OutputFormat.text

  @OptionGroup var tables: TableReadingOptions

  @OptionGroup var options: GlobalOptions

  func validate() throws {
    try SingleOptions.check(["--member", "--captions", "--classes", "--header"])
    if paths.isEmpty, references.isEmpty { throw ValidationError("Give at least one path, or --references.") }
  }

  func run() throws {
    try options.perform {
      if let items { return try writeItems(to: items) }
      let named = try references.map(ReferenceOption.init)
      let tables = try self.tables.reading(
        features: paths + named.map(\.file), labels + [captions].compactMap(\.self) + named.compactMap(\.names))
      var inspector = try Inspector(
        labels: labels.map { FileSpecification($0).column(tables) },
        captions: captions.map { FileSpecification($0).column(tables) }, classes: classes,
        missing: missing)
      do {
        for path in paths {
          try inspector.add(
            path, member: member, tables: tables, images: reading.images(at: path, classes: classes))
        }
        for reference in named { try inspector.add(reference.reference(tables)) }
      } catch {
        // A bad file does not hide what is known of those before it.
        if format == .text { try printText(inspector.inspections()) }
        throw error
      }
      let answers = inspector.inspections()
      switch format {
      case .text: try printText(answers)
      case .json:
        let texts = try answers.map { try $0.json() }
        try Output.line(texts.count == 1 ? texts[0] : "[" + texts.joined(separator: ",\n") + "]")
      }
    }
  }

  /// Writes the order of the items of the one folder that is named.
  private func writeItems(to file: String) throws {
    guard paths.count == 1 else {
      throw OptionError(
        .invalidOption(name: "--items", value: file, allowed: "given with one image folder, not \(paths.count) paths"))
    }
    try ImageOrder.write(of: reading.images(at: paths[0]), to: file)
    try Output.line(file)
  }

  private func printText(_ answers: [Inspection]) throws {
    guard !answers.isEmpty else { return }
    try Output.line(answers.map { $0.lines.joined(separator: "\n") }.joined(separator: "\n\n"))
  }
}

/// The form of an answer.
enum OutputFormat: String, ExpressibleByArgument, CaseIterable {
  case text, json
}
