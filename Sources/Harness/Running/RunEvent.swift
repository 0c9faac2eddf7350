import Results

/// What happens while an experiment runs, for whoever shows its progress.
public enum RunEvent: Sendable {
  /// The inputs are read: so many items, spaces and trials.
  case began(items: Int, spaces: Int, trials: Int)
  /// A piece of work of several seconds begins, such as `t-SNE of visual`.
  case working(on: String)
  /// How much of the whole run is done, from 0 to 1.
  case progressed(fraction: Double)
  case finished(TrialRecord, number: Int, of: Int)
  case mapped(space: String, klDivergence: Double)
  /// A sweep is stored, in so many seconds.
  case swept(SweepRecord, seconds: Double)
}

/// Counts the run's work in units, so that progress can be told as a fraction.
///
/// A trial counts 4, the draws of a sign sensitivity 1 each, a map 12, and a look into the best method's clusters 8: their
/// usual shares of the time.
struct WorkMeter {
  static let trial = 4.0
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
