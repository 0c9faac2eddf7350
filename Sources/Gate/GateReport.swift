import Foundation
import Results

/// The comparison of a run with a baseline, as `fusebench compare` shows it.
package struct GateReport: Codable, Sendable, Equatable {
  /// The version of the layout of its JSON.
  package static let schema = 1

  /// The names of the two, and what made the baseline.
  package var run: String
  package var baseline: String
  package var madeBy: String
  /// The folder of the run.
  package var folder: String?
  /// The number of items of both; nil where the baseline does not say.
  package var items: Int?
  /// The change that does not matter.
  package var tolerance: Double
  /// The probability of any false alarm among all cells.
  package var alpha: Double
  package var scores: [String]
  /// By score, then in the order of the baseline.
  package var cells: [Cell]
  /// Cells of the baseline that would have been judged, and that the run lacks.
  package var missing: [Place]
  /// Cells of the run that the baseline lacks.
  package var new: [Place]
  /// Scores of cells that both have, without a value to compare.
  package var undefined: [Undefined]
  /// The order of the methods beside the published one, by score; nil where no two published values are compared.
  package var patterns: [Pattern]?
  /// Further notes.
  package var notes: [String]

  package init(
    run: String, in folder: String? = nil, baseline: String, madeBy: String, items: Int?, tolerance: Double,
    alpha: Double, scores: [String],
    cells: [Cell] = [], missing: [Place] = [], new: [Place] = [], undefined: [Undefined] = [], notes: [String] = []
  ) {
    self.run = run
    self.folder = folder
    self.baseline = baseline
    self.madeBy = madeBy
    self.items = items
    self.tolerance = tolerance
    self.alpha = alpha
    self.scores = scores
    self.cells = cells
    self.missing = missing
    self.new = new
    self.undefined = undefined
    self.notes = notes
  }

  package enum Verdict: String, Codable, Sendable, CaseIterable {
    case regressed, undecided, unchanged, improved
    /// Shown beside a published number, and not judged.
    case reference
  }

  /// A clusterer on a space.
  package typealias Place = StatisticsRecord.Method

  /// A score over the seeds that were compared.
  package struct Side: Codable, Sendable, Equatable {
    package var mean: Double
    /// Nil for one seed, and where it was not published.
    package var deviation: Double?
    /// Nil where it was not published.
    package var seeds: Int?

    package init(mean: Double, deviation: Double?, seeds: Int?) {
      self.mean = mean
      self.deviation = deviation
      self.seeds = seeds
    }
  }

  /// A score of a cell that both have, and that could not be compared.
  package struct Undefined: Codable, Sendable, Equatable {
    /// The numbers of seeds under which a side has the score, and of all its seeds.
    package struct Seeds: Codable, Sendable, Equatable {
      package var defined: Int
      package var all: Int

      package init(defined: Int, all: Int) {
        self.defined = defined
        self.all = all
      }
    }

    package var place: Place
    package var score: String
    package var run: Seeds
    package var baseline: Seeds
    /// The reason, in words; nil where it is not known.
    package var cause: String?
    /// True where the baseline has the score, so that the run lost it: such a cell fails as a missing one does.
    package var isLost: Bool

    package init(place: Place, score: String, run: Seeds, baseline: Seeds, cause: String? = nil, isLost: Bool) {
      self.place = place
      self.score = score
      self.run = run
      self.baseline = baseline
      self.cause = cause
      self.isLost = isLost
    }
  }

  /// The evidence that a change was judged by.
  package enum Evidence: String, Codable, Sendable {
    /// Both gave the same clusters.
    case identical
    /// The same items, and the spread over the seeds.
    case items
    /// The spread over the seeds alone.
    case seeds
    /// The spread is unknown.
    case none
  }

  /// The effort that would settle an undecided cell, with a probability of four fifths if the change is what it seems.
  package struct Outlook: Codable, Sendable, Equatable {
    package enum Kind: String, Codable, Sendable {
      /// ``Outlook/count`` seeds on both sides.
      case seeds
      /// At least ``Outlook/count`` items.
      case items
      /// More seeds, at least ``Outlook/count`` on both sides, if the change is larger or smaller than it seems.
      case moreSeeds
      /// Several seeds, on either side.
      case spread
      /// No number of seeds or items within reach.
      case none
    }

    package var kind: Kind
    package var count: Int?

    package init(_ kind: Kind, count: Int? = nil) {
      self.kind = kind
      self.count = count
    }
  }

  /// One score of one clusterer on one space.
  package struct Cell: Codable, Sendable, Equatable {
    package var place: Place
    package var score: String
    package var lowerIsBetter: Bool
    package var run: Side
    package var baseline: Side
    /// The run less the baseline.
    package var difference: Double
    /// The interval of the difference, which misses with the probability `alpha`; nil where nothing is known of it, or the
    /// seeds are too few.
    package var low: Double?
    package var high: Double?
    /// The p-value of a change by no more than the tolerance; then after Holm's correction over all cells that differ.
    package var p: Double?
    package var adjusted: Double?
    /// The least loss that would be found in four cases of five; nil where the seeds are too few for any.
    package var detectable: Double?
    package var verdict: Verdict
    package var evidence: Evidence
    /// True where differences were taken seed by seed.
    package var pairsSeeds: Bool
    package var outlook: Outlook?

    package init(
      place: Place, score: String, lowerIsBetter: Bool, run: Side, baseline: Side, difference: Double,
      low: Double? = nil, high: Double? = nil, p: Double? = nil, adjusted: Double? = nil, detectable: Double? = nil,
      verdict: Verdict, evidence: Evidence, pairsSeeds: Bool = false, outlook: Outlook? = nil
    ) {
      self.place = place
      self.score = score
      self.lowerIsBetter = lowerIsBetter
      self.run = run
      self.baseline = baseline
      self.difference = difference
      self.low = low
      self.high = high
      self.p = p
      self.adjusted = adjusted
      self.detectable = detectable
      self.verdict = verdict
      self.evidence = evidence
      self.pairsSeeds = pairsSeeds
      self.outlook = outlook
    }
  }
}

extension GateReport {
  package func cells(_ verdict: Verdict) -> [Cell] { cells.filter { $0.verdict == verdict } }

  /// The scores of cells that the baseline has and the run lost.
  package var lost: [Undefined] { undefined.filter(\.isLost) }

  /// True where the run lacks a cell of the baseline, or a score of one.
  package var lacksCells: Bool { !missing.isEmpty || !lost.isEmpty }

  /// Returns whether quality fell, so that the run fails the gate whatever it lacks.
  package func fails(onUndecided: Bool) -> Bool {
    cells.contains { $0.verdict == .regressed || (onUndecided && $0.verdict == .undecided) }
  }

  /// Returns whether the run fails the gate, by its verdicts or by what it lacks.
  func isFailure(_ policy: GatePolicy) -> Bool {
    fails(onUndecided: policy.failsOnUndecided) || (lacksCells && !policy.allowsMissing)
  }

  /// The text of its JSON.
  ///
  /// - Throws: ``ResultsError`` when it holds what JSON cannot.
  package func json() throws -> String {
    String(decoding: try JSONFile.data(self, path: "the comparison", schema: Self.schema), as: UTF8.self)
  }
}
