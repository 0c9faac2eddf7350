import Core
import Matrices
import Testing

/// Rows that are read some at a time are stored as a matrix of all of them.
@Suite struct StoredRowsTests {
  private struct Rows: ExactRowSource {
    let values: [[Double]]
    var fitsFloat = false

    var rows: Int { values.count }
    var columns: Int { values[0].count }

    func exactly(rows range: Range<Int>) -> [Double] { values[range].flatMap(\.self) }
    func selecting(rows indices: [Int]) -> Matrix { Matrix(indices.map { values[$0].map { Float($0) } }) }
    func selecting(rows range: Range<Int>) -> Matrix { selecting(rows: Array(range)) }
  }

  /// Numbers of a kind; 3,000 rows of 100 columns are read in two parts.
  private static func values(_ kind: String, rows: Int = 3_000, columns: Int = 100) -> [[Double]] {
    var stream = Seed(7).stream("stored rows")
    if kind == "nearly equal rows" {
      let pairs = (0..<rows / 2).map { _ in (0..<columns).map { _ in stream.gaussian() } }
      return (0..<rows).map { row in pairs[row / 2].map { $0 + 1e-12 * Double(row % 2) } }
    }
    return (0..<rows).map { row in
      (0..<columns).map { column in
        let value = stream.gaussian()
        return switch kind {
        case "ordinary": value
        case "far": 5e7 + value
        case "large": 1e200 * value
        case "small": 1e-200 * value
        case "small beside a constant": column == 0 ? 1 : 1e-30 * value
        case "clumps far apart": (row % 2 == 0 ? 0 : 3e3) + value / 10
        default: row == 17 && column == 2 ? .nan : row == 40 && column == 3 ? .infinity : 5e7 + value
        }
      }
    }
  }

  private static let kinds = [
    "ordinary", "far", "large", "small", "small beside a constant", "clumps far apart", "nearly equal rows",
  ]

  @Test(arguments: kinds) func selectionsAreThoseOfTheWhole(kind: String) throws {
    let values = Self.values(kind)
    let exact = ExactValues(values)
    let whole = Matrix.storing(exact, keepsEveryDigit: kind == "nearly equal rows")
    #expect(whole.isPlain == (kind == "ordinary"))
    let source = try StoredRows.reading(Rows(values: values))
    #expect(source.rows == values.count && source.columns == values[0].count)
    #expect(try source.selecting(rows: 0..<values.count) == whole)
    #expect(try source.selecting(rows: 2_900..<3_000) == whole.selecting(rows: Array(2_900..<3_000)))
    let picked = [2_999, 0, 5, 5, 1_400]
    #expect(try source.selecting(rows: picked) == whole.selecting(rows: picked))
  }

  /// A remainder of zeros is left out, as a whole matrix does it.
  @Test func selectionsHaveNoEmptyRemainder() throws {
    let values = (0..<400).map { (row: Int) -> [Double] in
      let clump = row % 2 == 0 ? 0.0 : 4_096.0
      return [clump + Double(row / 2 % 8) * 0x1p-11]
    }
    let whole = Matrix.storing(ExactValues(values))
    let selected = try StoredRows.reading(Rows(values: values)).selecting(rows: 0..<400)
    #expect(selected == whole && (selected.remainder == nil) == (whole.remainder == nil))
  }

  @Test func numbersThatFloatHoldsGetAScaleAtMost() throws {
    let far = Self.values("far", rows: 50).map { $0.map { Double(Float($0)) } }
    #expect(try StoredRows.reading(Rows(values: far, fitsFloat: true)).selecting(rows: 0..<50).isPlain)
    let large = Self.values("ordinary", rows: 50).map { $0.map { Double(Float($0 * 1e30)) } }
    let stored = try StoredRows.reading(Rows(values: large, fitsFloat: true)).selecting(rows: 0..<50)
    #expect(stored.frame.exponent > 0 && stored.remainder == nil)
    for row in 0..<50 { #expect(stored.trueRow(row) == large[row]) }
  }

  /// The place of an entry that is not finite is found, and it changes no frame.
  @Test func entriesThatAreNotFiniteStaySo() throws {
    let source = try StoredRows.reading(Rows(values: Self.values("not finite")))
    let block = try source.selecting(rows: 10..<20)
    #expect(block.firstNonFinite().map { [$0.row, $0.column] } == [7, 2])
    #expect(try source.selecting(rows: [40]).firstNonFinite().map { [$0.row, $0.column] } == [0, 3])
    #expect(block.frame.origin.map { abs($0[0] - 5e7) < 10 } == true)
  }

  /// The directions have their digits, in one frame, wherever the rows lie and however long they are.
  @Test(arguments: kinds + ["lengths"]) func rowsDividedByTheirLengthsKeepTheirDigits(kind: String) throws {
    var values = Self.values(kind, rows: 300, columns: 4)
    if kind == "lengths" {
      values = Self.values("ordinary", rows: 300, columns: 4).enumerated().map { row, entries in
        entries.map { $0 * [1, 1e-200, 1e200][row % 3] }
      }
    }
    let source = try StoredRows.reading(Rows(values: values), dividesByLength: true)
    let (all, some) = (try source.selecting(rows: 0..<300), try source.selecting(rows: [299, 3]))
    #expect(all.frame == some.frame && all.selecting(rows: [299, 3]) == some)
    for row in 0..<300 {
      let largest = values[row].reduce(0) { max($0, abs($1)) }
      guard largest > 0 else { continue }
      let scaled = values[row].map { $0 / largest }
      let length = scaled.reduce(0) { $0 + $1 * $1 }.squareRoot()
      for (found, value) in zip(all.trueRow(row), scaled) { #expect(abs(found - value / length) < 4e-7) }
    }
    if kind == "far" {
      // Directions of far rows differ by 1e-8, of which Float alone keeps nothing.
      let columns = (0..<300).map { all.trueRow($0)[0] }
      #expect(Set(columns).count > 250)
    }
  }
}
