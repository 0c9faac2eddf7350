import ArgumentParser
import Core
import Results

/// The command: which features cluster best, does fusing them help, and by how much?
@main
struct Fusebench: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fusebench",
    abstract: "Show which features cluster best, and how much fusing them helps.",
    discussion: """
      Try it:
        fusebench run datasets/emoji/experiment.yaml --out runs/emoji
        fusebench run --visual visual.npy --text text.npy --labels labels.npy -k 10
        fusebench inspect visual.npy
      """,
    version: fusebenchVersion,
    subcommands: [
      RunCommand.self, ChooseCommand.self, ReportCommand.self, TableCommand.self, StatisticsCommand.self,
      PaperCommand.self,
      ClustersCommand.self, FiguresCommand.self, MethodsCommand.self, SchemaCommand.self, InspectCommand.self,
      ClusterCommand.self, ScoreCommand.self, AssignCommand.self, PlotCommand.self, RateCommand.self,
      MatchCommand.self, BaselineCommand.self, CompareCommand.self, ExplainCommand.self, HistoryCommand.self,
      ClaimsCommand.self,
    ])

  /// Runs the command; help and version are printed as answers are, so that they fail where the output does.
  static func main() {
    Output.reserveStreams()
    do {
      var command = try parseAsRoot()
      try command.run()
    } catch {
      guard exitCode(for: error).isSuccess else { exit(withError: error) }
      printAnswer(fullMessage(for: error))
    }
  }

  /// Prints what was asked for in place of a command, and ends with 1 where that cannot be written.
  private static func printAnswer(_ text: String) {
    do {
      if !text.isEmpty { try Output.line(text) }
    } catch let error as OutputError {
      Messages.print(error)
      exit(withError: ExitCode.failure)
    } catch {
      exit(withError: ExitCode(OutputClosed.exitCode))
    }
  }
}
