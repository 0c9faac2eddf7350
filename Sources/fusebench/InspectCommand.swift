import ArgumentParser
import Harness

/// `fusebench inspect`: what a file holds and what is odd about it.
struct InspectCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "inspect",
    abstract: "Audit feature files and datasets: shape, NaN, zero, duplicate rows, constant columns, norms.",
    discussion: """
      Examples:
        fusebench inspect visual.npy text.npy
        fusebench inspect features.npz --member clip --format json
        fusebench inspect cifar-10-batches-bin
      """)

  @Argument(help: ArgumentHelp("Feature files, CIFAR binaries, or folders of images.", valueName: "path"))
  var paths: [String]

  @Option(help: ArgumentHelp("The array of an .npz or the tensor of a .safetensors.", valueName: "name"))
  var member: String?

  @Option(help: ArgumentHelp("The file that names the classes of a CIFAR binary.", valueName: "file"))
  var classes: String?

  @Option(help: "text or json.")
  var format = OutputFormat.text

  @OptionGroup var options: GlobalOptions

  func run() throws {
    try options.perform {
      let inspections = try paths.map { try Inspection(of: $0, member: member, classes: classes) }
      switch format {
      case .text: print(inspections.map { $0.lines.joined(separator: "\n") }.joined(separator: "\n\n"))
      case .json where inspections.count == 1: print(try inspections[0].json())
      case .json: print("[" + (try inspections.map { try $0.json() }).joined(separator: ",\n") + "]")
      }
    }
  }
}

/// How an answer is printed.
enum OutputFormat: String, ExpressibleByArgument, CaseIterable {
  case text, json
}
