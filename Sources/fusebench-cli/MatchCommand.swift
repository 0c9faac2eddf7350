import ArgumentParser
import Core
import Foundation
import Report
import Results
import Runs

/// `fusebench match`: the interpretability of clusters by the judgement of people.
struct MatchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "match",
    abstract: "Let people match sets of items with descriptions of clusters, and score how well they do.",
    discussion: """
      draw writes a page that shows sets of items, each drawn from one cluster, and asks for the description of their
      cluster; score reads what people export. Clusters that people recognize by their words can be interpreted (Arminio
      et al., 2025).

      Examples:
        fusebench match draw runs/emoji --sets 160 --size 6 --out matching
        fusebench match score runs/emoji matching/matches-*.csv
      """,
    subcommands: [MatchDrawCommand.self, MatchScoreCommand.self])
}

/// `fusebench match draw`: sets for people to match, with the page that they use.
struct MatchDrawCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "draw",
    abstract: "Draw sets of items from clusters and write the page on which people match them with descriptions.",
    discussion: """
      Writes sets.csv, clusters.csv and rate.html. The clusters are those of the best method, or of --method, under the
      seed nearest to its mean. They are described by the five heaviest words of their captions (by the experiment's
      words, else by TF-IDF), or by a table with the columns cluster and description; a run without captions needs one. The clusters get equally many
      sets, but for a rest of clusters drawn at random: some get none where there are fewer sets than clusters. Intervals
      need two sets a cluster.

      Examples:
        fusebench match draw runs/emoji --sets 160 --size 6 --out matching
        fusebench match draw runs/emoji --method kmeans:concatenation --descriptions labels.csv --out matching
      """)

  @Argument(help: ArgumentHelp("The folder of the run.", valueName: "run"))
  var folder: String

  @Option(help: ArgumentHelp("The number of sets.", valueName: "n"))
  var sets = 160

  @Option(help: ArgumentHelp("The number of items in a set.", valueName: "n"))
  var size = 6

  @Option(
    help: ArgumentHelp(
      "The clusterer and the space, or the clusterer alone where it has one (default: the best method).",
      valueName: "clusterer[:space]"))
  var method: String?

  @Option(
    help: ArgumentHelp(
      "A table of descriptions, with the columns cluster and description (default: words of the captions).",
      valueName: "file"))
  var descriptions: String?

  @Option(help: ArgumentHelp("The seed of the draw.", valueName: "number"))
  var seed: UInt64 = 0

  @Option(help: ArgumentHelp("The folder to write to.", valueName: "folder"))
  var out: String

  @OptionGroup var options: GlobalOptions

  func run() throws {
    try options.perform {
      try require("--sets", sets, atMost: 100_000)
      try require("--size", size, atMost: 100)
      let run = try StoredRun(in: RunFolder(path: folder))
      let trial = try run.ratedTrial(of: method)
      let sheet = try SetSheet(
        drawing: sets, size: size, from: trial, of: run, descriptions: descriptions(of: trial, run), from: descriptions,
        seed: Seed(seed))
      let page = try page(of: sheet, run)
      let tables = try [(SetSheet.setsFile, sheet.setsCSV(of: run)), (SetSheet.clustersFile, sheet.clustersCSV)]
      let paths = try RaterFolder.write(tables, page: page.html(), to: out)
      Messages.notes(sheet.notices, quiet: options.quiet)
      if !options.quiet {
        let method = trial.identity.method
        let seed = run.plan.isDeterministic(method) ? "" : ", seed \(trial.seed)"
        Messages.write("note: the clusters are those of \(method.text)\(seed)")
      }
      try Output.write(paths.map { $0 + "\n" }.joined())
    }
  }

  private func require(_ name: String, _ value: Int, atMost most: Int) throws {
    guard !(1...most).contains(value) else { return }
    throw OptionError(
      .invalidOption(name: name, value: "\(value)", allowed: "a whole number from 1 to \(most.grouped)"))
  }

  private func descriptions(of trial: TrialRecord, _ run: StoredRun) throws -> [Int: String] {
    if let descriptions { return try SetSheet.descriptions(reading: descriptions) }
    return try ClusterDescriptions(captions: run.requiredCaptions(), partition: run.partition(of: trial), of: run).texts
  }

  private func page(of sheet: SetSheet, _ run: StoredRun) throws -> RaterPage {
    try RaterPage(
      .set, sheet.sets.map { RaterPage.Task(name: $0.name, items: $0.items) }, title: "Matching of sets",
      instruction: "You will see \(counted(sheet.sets.count, "set")), one at a time. Say which description fits best.",
      questions: [RaterPage.Question(name: "", text: "Which description fits best?")],
      choices: sheet.clusters.map { RaterPage.Choice(value: String($0.number), text: $0.description) }, of: run)
  }
}

/// `fusebench match score`: precision and recall of people's answers, and the clusters that they took for each other.
struct MatchScoreCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "score",
    abstract: "Score how well people matched sets of items with the descriptions of their clusters.",
    discussion: """
      Prints accuracy, precision and recall, over all clusters and for each, beside the level of guesses, the agreement
      of the raters, and the clusters that they took for each other with the shares where these are one.

      Examples:
        fusebench match score runs/emoji matching/matches-*.csv
        fusebench match score runs/emoji matching/matches-*.csv --merge 3+7 --format markdown
      """)

  @Argument(help: ArgumentHelp("The folder of the run.", valueName: "run"))
  var folder: String

  @Argument(help: ArgumentHelp("The files that the raters exported.", valueName: "answers"))
  var answers: [String]

  @Option(help: ArgumentHelp("The sets that were drawn (default: sets.csv beside the answers).", valueName: "file"))
  var sets: String?

  @Option(
    help: ArgumentHelp(
      "Clusters that count as one in a second line; may be given several times.", valueName: "cluster+cluster"))
  var merge: [String] = []

  @Option(help: ArgumentHelp("\(RatingFormat.names).", valueName: "format"))
  var format = RatingFormat.text

  @Option(help: ArgumentHelp("Write the answer to a file.", valueName: "file"))
  var out: String?

  @OptionGroup var options: GlobalOptions

  func run() throws {
    try options.perform {
      let groups = try merge.map(group)
      let sets = try RaterFolder.table(sets, named: SetSheet.setsFile, option: "--sets", beside: answers)
      let clusters = try RaterFolder.table(nil, named: SetSheet.clustersFile, option: "--sets", beside: [sets])
      let run = try StoredRun(in: RunFolder(path: folder))
      let sheet = try SetSheet(reading: sets, clusters: clusters, of: run)
      let scoring = try MatchScoring(of: answers, sheet, run: run.record.name, merging: groups)
      Messages.notes(scoring.notices, quiet: options.quiet)
      try RaterAnswer.write(MatchReport(scoring.record).text(as: format), to: out)
    }
  }

  private func group(_ text: String) throws -> [Int] {
    let parts = text.split(separator: "+", omittingEmptySubsequences: false)
    let clusters = parts.compactMap { Int($0.trimmingCharacters(in: .whitespaces)) }
    guard clusters.count == parts.count, clusters.count > 1 else {
      throw OptionError(
        .invalidOption(
          name: "--merge", value: text.isEmpty ? "\"\"" : text, allowed: "two clusters or more, such as 3+7"))
    }
    return clusters
  }
}
