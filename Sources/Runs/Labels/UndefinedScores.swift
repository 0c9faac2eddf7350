import Core
import Results
import Scores

extension ContingencyTable {
  /// The note on scores that are undefined because all scored items are of one class, as kappa then is; none where all have a
  /// value, or the classes are not the reason.
  func undefinedNotices(_ values: [(score: String, value: Double)]) -> [Notice] {
    let undefined = values.filter { !$0.value.isFinite }.map(\.score)
    guard occupiedClasses == 1, let last = undefined.last else { return [] }
    let scores =
      undefined.count == 1
      ? last + TrialRecord.isUndefined
      : "\(list(undefined.dropLast(), limit: undefined.count)) and \(last) are undefined: "
    let reason = total == 1 ? "a single item is scored" : "all \(counted(total, "scored item")) are of one class"
    return [Notice(kind: TrialRecord.scoreUndefined, message: scores + reason)]
  }
}
