import Experiments
import Results

/// An event while an experiment runs, for a display of its progress.
package enum RunEvent: Sendable {
  /// The work to be done.
  package struct Work: Sendable, Equatable {
    /// All trials of the run.
    package var trials: Int
    /// The trials that are clustered, and those of which only the scores are taken again.
    package var clustered = 0
    package var scored = 0
    /// The trials that are clustered again only for their models.
    package var modelled = 0
    /// The maps that are made.
    package var maps = 0
    /// The planned trials that cannot be made; ``trials`` does not count them.
    package var gaps = 0
    /// Stored trials that do not belong to the run any more and are removed.
    package var stale = 0
    /// The further results that are removed because the experiment does not ask for them any more, in words: `4 maps`.
    package var unwanted: [String] = []
    /// The label set of a former run that is kept beside this one, which is scored against another; nil for none.
    package var formerTruth: String?

    /// The trials that were clustered before.
    package var reused: Int { trials - clustered }
  }

  /// The inputs are read: so many items and spaces, and this is to be done.
  case began(items: Int, spaces: Int, Work)
  /// A piece of work of several seconds begins, such as `UMAP of visual`.
  case working(on: String)
  /// The share of the whole run that is done, from 0 to 1.
  case progressed(fraction: Double)
  /// A trial was clustered in so many seconds, as the `number`-th of those that are to be.
  case finished(TrialRecord, seconds: Double, number: Int, of: Int)
  /// A map is stored, whose method, named as in titles, reached an objective where it has one.
  case mapped(space: String, method: String, Objective?)
  /// A sweep is stored, in so many seconds.
  case swept(SweepRecord, seconds: Double)
  /// A step of the statistics is done, in so many seconds.
  case estimated(String, seconds: Double)
  /// The run is stored; `changed` is true where its folder differs from before.
  case ended(changed: Bool)
}

/// Counts the run's work in units, so that progress can be told as a fraction.
///
/// A trial counts 4, its scores alone 1, the draws of a sign sensitivity 1 each, a map 12, and a look into the best method's clusters 8: their
/// usual shares of the time.
struct WorkMeter {
  static let trial = 4.0
  static let scoring = 1.0
  static let map = 12.0
  static let draw = 1.0
  static let clusters = 8.0

  private let total: Double
  private var done = 0.0
  private let report: (RunEvent) -> Void

  init(total: Double, report: @escaping (RunEvent) -> Void) {
    self.total = max(total, 1)
    self.report = report
  }

  mutating func advance(_ units: Double) {
    done += units
    report(.progressed(fraction: min(done / total, 1)))
  }

  /// Work within a unit, not yet counted as done.
  func tell(partOf units: Double, _ fraction: Double) {
    report(.progressed(fraction: min((done + units * fraction) / total, 1)))
  }
}
