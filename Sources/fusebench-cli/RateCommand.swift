import ArgumentParser
import Core
import Foundation
import Report
import Results
import Runs

/// `fusebench rate`: the quality of clusters by the judgement of people.
struct RateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rate",
    abstract: "Let people rate pairs of items, and score each method's clusters by their ratings.",
    discussion: """
      draw writes a page on which people rate how closely the items of pairs are related, from 1 to 3; score reads what
      they export. The cluster quality of a method is the mean rating of pairs in one of its clusters less that of pairs
      in different ones (Grimmer and King, 2011). The same ratings serve every method, and other runs of the same items.

      Examples:
        fusebench rate draw runs/emoji --pairs 500 --out ratings
        fusebench rate score runs/emoji ratings/ratings-*.csv
      """,
    subcommands: [RateDrawCommand.self, RateScoreCommand.self])
}

/// `fusebench rate draw`: pairs for people to rate, with the page that they use.
struct RateDrawCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "draw",
    abstract: "Draw pairs of items and write the page on which people rate them.",
    discussion: """
      Writes pairs.csv and rate.html. The page is one file that works offline, by keyboard and on a phone. It shows the
      thumbnails and captions that the run stored, and nothing of clusters. Each rater gets an order of their own, the
      browser keeps what was rated, and the rater exports ratings-<rater>.csv.

      The stratified design draws equally many pairs that each method puts into one cluster, finest first, and that none
      does, so that differences of methods are precise; weights restore the shares of all pairs. The uniform design
      draws all pairs with the same probability.

      Examples:
        fusebench rate draw runs/emoji --pairs 500 --out ratings
        fusebench rate draw runs/emoji --question 'denotative=Do they show the same thing?' \\
          --question 'connotative=Do they stand for the same thing?' --out ratings
      """)

  @Argument(help: ArgumentHelp("The folder of the run.", valueName: "run"))
  var folder: String

  @Option(help: ArgumentHelp("The number of pairs.", valueName: "n"))
  var pairs = 500

  @Option(help: ArgumentHelp("The design of the draw: stratified or uniform.", valueName: "design"))
  var design = PairSheet.Design.stratified

  @Option(
    help: ArgumentHelp(
      "A question about each pair, by its name and its words; may be given several times.", valueName: "name=text"))
  var question: [String] = []

  @Option(help: ArgumentHelp("The seed of the draw.", valueName: "number"))
  var seed: UInt64 = 0

  @Option(help: ArgumentHelp("The folder to write to.", valueName: "folder"))
  var out: String

  @OptionGroup var options: GlobalOptions

  func run() throws {
    try options.perform {
      guard (1...Self.most).contains(pairs) else {
        throw OptionError(
          .invalidOption(name: "--pairs", value: "\(pairs)", allowed: "a whole number from 1 to \(Self.most.grouped)"))
      }
      let questions = try RaterQuestions.read(question)
      let run = try StoredRun(in: RunFolder(path: folder))
      let sheet = try PairSheet(drawing: pairs, from: run, design: design, seed: Seed(seed))
      let page = try RaterPage(
        .pair, sheet.pairs.map { RaterPage.Task(name: $0.name, items: [$0.first, $0.second]) },
        title: "Rating of pairs",
        instruction:
          "You will see \(counted(sheet.pairs.count, "pair")), one at a time. Say how closely they are related.",
        questions: questions, choices: Self.choices, of: run)
      let table = try sheet.csv(of: run)
      let paths = try RaterFolder.write([(PairSheet.fileName, table)], page: page.html(), to: out)
      Messages.notes(sheet.notices, quiet: options.quiet)
      if !options.quiet, let note = run.missingNote { Messages.write("note: \(note)") }
      try Output.write(paths.map { $0 + "\n" }.joined())
    }
  }

  /// More would be a page that nobody can rate.
  private static let most = 100_000

  private static let choices = zip(RatingScoring.range, ["unrelated", "loosely related", "closely related"]).map {
    RaterPage.Choice(value: String($0), text: $1)
  }
}

/// `fusebench rate score`: the agreement of the raters, and the cluster quality of each method.
struct RateScoreCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "score",
    abstract: "Score each method's clusters by ratings of pairs, with the agreement of the raters.",
    discussion: """
      Prints for each question Krippendorff's alpha, the cluster quality of each method and the differences of methods
      on the same pairs, with 80 and 95 % intervals from resampled pairs. A pair's rating is the mean over its raters, a
      method's quality the mean over its seeds.

      Examples:
        fusebench rate score runs/emoji ratings/ratings-*.csv
        fusebench rate score runs/emoji anna.csv ben.csv --pairs ratings/pairs.csv --format latex
      """)

  @Argument(help: ArgumentHelp("The folder of the run.", valueName: "run"))
  var folder: String

  @Argument(help: ArgumentHelp("The files that the raters exported.", valueName: "ratings"))
  var ratings: [String]

  @Option(help: ArgumentHelp("The pairs that were drawn (default: pairs.csv beside the ratings).", valueName: "file"))
  var pairs: String?

  @Option(
    help: ArgumentHelp(
      "Noise: exclude leaves pairs with noise out, alone gives each item of noise a cluster of its own.",
      valueName: "rule"))
  var noise = PairNoise.exclude

  @Option(help: ArgumentHelp("\(RatingFormat.names).", valueName: "format"))
  var format = RatingFormat.text

  @Option(help: ArgumentHelp("Write the answer to a file.", valueName: "file"))
  var out: String?

  @OptionGroup var options: GlobalOptions

  func run() throws {
    try options.perform {
      let pairs = try RaterFolder.table(pairs, named: PairSheet.fileName, option: "--pairs", beside: ratings)
      let run = try StoredRun(in: RunFolder(path: folder))
      let scoring = try RatingScoring(of: ratings, pairs: pairs, run: run, noise: noise)
      Messages.notes(scoring.notices, quiet: options.quiet)
      if !options.quiet, let note = run.missingNote { Messages.write("note: \(note)") }
      try RaterAnswer.write(RatingReport(scoring.record).text(as: format), to: out)
    }
  }
}

/// The questions of `--question`.
enum RaterQuestions {
  private static let standard = "How closely are the two related?"

  /// - Throws: ``OptionError`` for a question without a name or of a name that another one has.
  static func read(_ options: [String]) throws -> [RaterPage.Question] {
    guard !options.isEmpty else { return [RaterPage.Question(name: "relatedness", text: standard)] }
    var questions: [RaterPage.Question] = []
    for option in options {
      let parts = option.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        .map { $0.trimmingCharacters(in: .whitespaces) }
      let text = parts.count > 1 && !parts[1].isEmpty ? parts[1] : standard
      guard !parts[0].isEmpty, !questions.contains(where: { $0.name == parts[0] }) else {
        throw OptionError(
          .invalidOption(
            name: "--question", value: option.isEmpty ? "\"\"" : option,
            allowed: "name=text with a name that no other question has"))
      }
      questions.append(RaterPage.Question(name: parts[0], text: text))
    }
    return questions
  }
}

/// The answer of a command that scores what people rated.
enum RaterAnswer {
  /// Prints a text, or writes it to a file and prints its path.
  static func write(_ text: String, to path: String?) throws {
    guard let path else { return try Output.write(text) }
    try AtomicFile.write(text, to: path)
    try Output.line(path)
  }
}

extension PairSheet.Design: ExpressibleByArgument {}

extension RatingFormat: ExpressibleByArgument {
  /// All names, for the help.
  static var names: String { allCases.map(\.rawValue).joined(separator: ", ") }
}
