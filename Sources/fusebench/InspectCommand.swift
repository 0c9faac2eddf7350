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
      switch format {
      case .text:
        // One after the other, so that a bad file does not hide what is known of those before it.
        for (position, path) in paths.enumerated() {
          print((position > 0 ? "\n" : "") + (try inspection(of: path)).lines.joined(separator: "\n"))
        }
      case .json:
        let answers = try paths.map { try inspection(of: $0).json() }
        print(answers.count == 1 ? answers[0] : "[" + answers.joined(separator: ",\n") + "]")
      }
    }
  }

  private func inspection(of path: String) throws -> Inspection {
    try Inspection(of: path, member: member, classes: classes)
  }
}

/// How an answer is printed.
enum OutputFormat: String, ExpressibleByArgument, CaseIterable {
  case text, json
}
