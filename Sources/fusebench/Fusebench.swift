import ArgumentParser
import Harness

/// The command: which features cluster best, does fusing them help, and by how much?
@main
struct Fusebench: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fusebench",
    abstract: "Find out which features cluster best, whether fusing them helps, and by how much.",
    discussion: """
      Try it:
        fusebench run datasets/emoji/experiment.yaml --out runs/emoji
        fusebench run --visual visual.npy --text text.npy --labels labels.npy -k 10
        fusebench inspect visual.npy
      """,
    version: fusebenchVersion,
    subcommands: [
      RunCommand.self, ReportCommand.self, TableCommand.self, StatisticsCommand.self, FiguresCommand.self,
      InspectCommand.self, ScoreCommand.self, PlotCommand.self, BaselineCommand.self, CompareCommand.self,
      HistoryCommand.self,
    ])
}
