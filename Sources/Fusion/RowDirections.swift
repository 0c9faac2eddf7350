import Core
import Matrices
import Stages

extension SpaceMaker {
  /// Throws where rows cannot be compared by their directions: an entry is NaN or infinite, or rows are zeros alone.
  ///
  /// - Parameters:
  ///   - name: the rows in words, such as `part 2`; nil for the only ones.
  ///   - parameter: the parameter that names the rows, so that the run stops; nil for rows of items, which leave the method out.
  ///   - entriesHint: the way out for entries that are not finite.
  ///   - zerosHint: the way out for rows of zeros.
  func requireDirections(
    _ rows: Matrix, of name: String? = nil, parameter: String? = nil,
    entriesHint: String = "import the features with nan: drop, or repair the file",
    zerosHint: String = "remove these rows"
  ) throws {
    let place = name.map { " of \($0)" } ?? ""
    func failure(_ cause: String, _ hint: String) -> StageError {
      guard let parameter else { return StageError(Self.name, .unfitRows(cause: cause, hint: hint)) }
      return StageError(Self.name, .unfit(parameter: parameter, cause: cause, hint: hint))
    }
    if let (row, column) = rows.firstNonFinite() {
      throw failure("the entry at row \(row), column \(column) (from 0)\(place) is NaN or infinite", entriesHint)
    }
    let zeros = rows.zeroRows().count(where: \.self)
    guard zeros == 0 else {
      throw failure(
        "\(zeros.grouped) of \(counted(rows.rows, "row"))\(place) \(zeros == 1 ? "is" : "are") all zero and "
          + "\(zeros == 1 ? "has" : "have") no direction", zerosHint)
    }
  }
}
