import Core
import Matrices

/// The answer of a run: for each clusterer and space, every score's mean over the seeds with its spread.
public struct SummaryTable: Sendable, Equatable {
  /// The short names of the scores, a column each.
  public var scores: [String]
  /// The rows, one a clusterer and space, in the experiment's order: all spaces of the first clusterer, then the next.
  public var rows: [Row]
  /// The label sets above the columns of scores, one after the other; empty where the run has scores against one or none.
  public var groups: [ColumnGroup] = []
  /// True where the rows tell how many clusters were found, and the share of noise.
  public var showsClusters = false
  /// The notes below the table: notices with the number of their trials, undefined scores, missing trials.
  public var footnotes: [String]
  /// The meanings of scores in one line, by name.
  package var meanings: [String: String] = [:]
  /// The notes on how inputs and spaces were read and made, which LaTeX has as comments.
  package var runNotes: [String] = []
  /// The notes on scores that are undefined for no reason that a trial states.
  package var undefinedNotes: [String] = []

  /// The scores of one clusterer on one space.
  public struct Row: Sendable, Equatable {
    /// The name of the clusterer.
    public var clusterer: String
    /// The name of the space.
    public var space: String
    /// The cells, one a score; nil where no trial has a value.
    public var cells: [Cell?]
    /// True for a method that no seed changes.
    public var isDeterministic: Bool
    /// The number of clusters that hold an item over the seeds; nil without trials.
    public var clusters: Cell?
    /// The percentage of the clustered items that are noise, over the seeds; nil without trials.
    public var noise: Cell?
    /// One more than the number of methods with a significantly better first score; nil in a table without ranks.
    public var rank: Int?

    package init(clusterer: String, space: String, cells: [Cell?], isDeterministic: Bool = false) {
      self.clusterer = clusterer
      self.space = space
      self.cells = cells
      self.isDeterministic = isDeterministic
    }
  }

  /// One score of a method over the seeds.
  public struct Cell: Sendable, Equatable {
    /// The mean over the seeds.
    public var mean: Double
    /// The sample standard deviation (divisor n − 1); nil for a single seed.
    public var deviation: Double?
    /// The number of seeds with a value.
    public var count: Int
    /// The least value.
    public var minimum: Double
    /// The greatest value.
    public var maximum: Double
    /// True where no other row has a better mean; several rows may tie.
    public var isBest: Bool
    /// The lower end of the 95 % interval of the score; nil where nothing is known of its spread.
    public var low: Double?
    /// The upper end of the 95 % interval of the score; nil where nothing is known of its spread.
    public var high: Double?
    /// The corrected p-value of the difference to the best, from 0 to 1; nil for the best itself, and where there is no
    /// test.
    public var p: Double?
    /// True where the difference to the best method is not significant at 5 %.
    public var equalsBest = false

    /// Sums up values that are all finite; nil when there are none.
    ///
    /// The mean of equal values is that value exactly, and their deviation 0.
    package init?(_ values: [Double]) {
      guard let first = values.first, let minimum = values.min(), let maximum = values.max() else { return nil }
      let size = Double(values.count)
      let mean = first + values.reduce(0) { $0 + ($1 - first) } / size
      let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
      self.mean = mean
      deviation = values.count > 1 ? (squares / (size - 1)).squareRoot() : nil
      count = values.count
      self.minimum = minimum
      self.maximum = maximum
      isBest = false
    }
  }

  package init(scores: [String], rows: [Row], footnotes: [String] = []) {
    self.scores = scores
    self.rows = rows
    self.footnotes = footnotes
  }
}

extension SummaryTable {
  /// Sums up a run.
  ///
  /// - Parameters:
  ///   - scores: the columns; all scores of the run when nil.
  ///   - statistics: the intervals and tests of the scores; nil for a table without marks.
  package init(of run: Run, scores: [String]? = nil, statistics: StatisticsRecord? = nil) {
    let plan = run.record.plan
    let scores = scores ?? plan.scores
    let groups = Dictionary(grouping: run.trials, by: \.identity.method)
    self.scores = scores
    meanings = Dictionary(scores.compactMap { name in run.record.score(name).meaning.map { (name, $0) } }) { $1 }
    footnotes = []
    rows = []
    var undefined: [(what: String, methods: [String])] = []
    for method in plan.methods {
      let trials = groups[method] ?? []
      let cells = scores.map { score in
        let values = trials.compactMap { $0.scores[score] }
        let finite = values.filter(\.isFinite)
        let unexplained = trials.count { !($0.scores[score]?.isFinite ?? true) && !$0.explainsUndefined(score) }
        if unexplained > 0 {
          let share = "\(unexplained.grouped) of \(counted(values.count, "trial"))"
          let what = "\(score) is undefined in \(share) of "
          let known = undefined.firstIndex { $0.what == what } ?? undefined.count
          if known == undefined.count { undefined.append((what, [])) }
          undefined[known].methods.append("\(method.clusterer) on \(method.space)")
        }
        return Cell(finite)
      }
      var row = Row(
        clusterer: method.clusterer, space: method.space, cells: cells, isDeterministic: plan.isDeterministic(method))
      row.clusters = Cell(trials.map { Double($0.heldClusters) })
      row.noise = Cell(trials.map { run.record.noiseShare(of: $0) * 100 })
      rows.append(row)
    }
    showsClusters = plan.open != nil || run.trials.contains { $0.noise ?? 0 > 0 }
    markBest(run.record)
    runNotes = run.record.joinedNotices.map(\.message)
    undefinedNotes = undefined.map { $0.what + $0.methods.joined(separator: ", ") }
    footnotes = runNotes + run.record.gapNotes + TrialNotices(of: run.trials).lines + undefinedNotes
    if let statistics { add(statistics, seeds: plan.hasSeeds ? plan.seeds.count : nil) }
    footnotes += [run.noiseNote(statistics), run.densityScoreNote].compactMap(\.self)
    footnotes += [plan.deterministicNote].compactMap(\.self)
    footnotes += [run.missingNote].compactMap(\.self)
  }

  /// Sums up a stored run with the intervals and tests of its scores, and with its scores against further label sets; where
  /// they have not been computed, a footnote says how to.
  ///
  /// - Parameter scores: the short names of the columns; nil for all scores of the run.
  /// - Throws: ``ResultsError`` when `statistics.json` cannot be read.
  public init(of stored: StoredRun, scores: [String]? = nil) throws {
    let statistics = try stored.statistics
    self.init(of: stored.run, scores: scores, statistics: statistics)
    if statistics == nil {
      footnotes.append(
        "the uncertainty of the scores is not computed; run fusebench statistics with the run's folder")
    }
    guard stored.record.truths != nil else { return }
    if let truths = try stored.truths {
      add(truths, of: stored.run)
    } else {
      footnotes.append(
        "the scores against the other label sets are not computed; run fusebench statistics with the run's folder")
    }
  }

  /// Marks the best mean of each column, and those that equal it but for rounding.
  private mutating func markBest(_ record: RunRecord) {
    for (column, score) in scores.enumerated() {
      let means = rows.compactMap { $0.cells[column]?.mean }
      guard let best = record.score(score).lowerIsBetter ? means.min() : means.max() else { continue }
      for row in rows.indices {
        guard let mean = rows[row].cells[column]?.mean else { continue }
        rows[row].cells[column]?.isBest = abs(mean - best) <= 1e-12 * max(abs(mean), abs(best))
      }
    }
  }

  /// Adds intervals and tests, and a note on the mark where there is one.
  ///
  /// - Parameter seeds: nil where all methods are deterministic.
  private mutating func add(_ statistics: StatisticsRecord, seeds: Int?) {
    for row in rows.indices {
      let method = StatisticsRecord.Method(clusterer: rows[row].clusterer, space: rows[row].space)
      for (column, score) in scores.enumerated() {
        guard let known = statistics.cell(method, score: score) else { continue }
        rows[row].cells[column]?.low = known.interval?.lowerBound
        rows[row].cells[column]?.high = known.interval?.upperBound
        rows[row].cells[column]?.p = known.pToBest
        rows[row].cells[column]?.equalsBest = known.equalsBest ?? false
      }
    }
    guard hasMarks else {
      if seeds == 1, rows.contains(where: { $0.cells.contains { $0?.p != nil } }) {
        footnotes.append("differences are tested over items alone; one seed gives no spread over seeds")
      }
      return
    }
    let what =
      switch seeds {
      case nil: "over items"
      case 1: "over items; one seed gives no spread over seeds"
      default: "over items and seeds"
      }
    footnotes.append(
      "\(Self.equalMark) not significantly different from the best of the column (permutation test \(what); Holm-corrected p of "
        + "at least .05)"
        + neededSeeds(statistics, seeds: seeds ?? 0))
  }

  /// The number of seeds that the marked differences need at least, by the test that each pair has; empty where none lacks
  /// seeds.
  private func neededSeeds(_ statistics: StatisticsRecord, seeds: Int) -> String {
    // Of a tested column only the best method has no p.
    let kinds = scores.indices.flatMap { column -> [Int] in
      guard let best = rows.first(where: { $0.cells[column].map { $0.p == nil } ?? false }) else { return [] }
      return rows.filter { $0.cells[column]?.equalsBest ?? false }.map { [$0, best].count { $0.isDeterministic } }
    }
    let names = rows.contains { $0.isDeterministic } ? Self.pairsOfKinds.map { " between \($0)" } : ["", ""]
    let short = names.indices.compactMap { kind -> String? in
      guard kinds.contains(kind), let fewest = statistics.fewestSeeds(deterministic: kind), seeds > 1, seeds < fewest
      else { return nil }
      return "at least \(fewest) seeds are needed for a significant difference\(names[kind])"
    }
    return short.map { "; \($0)" }.joined()
  }

  /// The pairs of methods whose tests the number of seeds bounds, by the number of deterministic ones among the two.
  package static let pairsOfKinds = [
    "two methods that seeds change", "a method that seeds change and a deterministic one",
  ]

  /// True where a score has the mark ``equalMark``.
  var hasMarks: Bool { rows.contains { $0.cells.contains { $0?.equalsBest ?? false } } }

  /// The mark beside a score that is not significantly different from the best.
  public static let equalMark = "≈"
}
