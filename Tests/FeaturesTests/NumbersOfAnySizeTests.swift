import Core
import Features
import Foundation
import Matrices
import Testing

/// Numbers that 32 bits do not hold are kept, or a note counts what is lost.
@Suite struct NumbersOfAnySizeTests {
  private func npy<Value>(_ values: [[Value]], _ type: String) throws -> String {
    let header =
      "{'descr': '\(type)', 'fortran_order': False, 'shape': (\(values.count), \(values[0].count)), }\n"
    let bytes: [UInt8] =
      [0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(header.utf8.count), 0] + Array(header.utf8)
    return try file("f.npy", bytes + values.flatMap { $0 }.withUnsafeBytes { Array($0) })
  }

  private func csv(_ values: [[Double]]) throws -> String {
    let names = values[0].indices.map { "x\($0)" }.joined(separator: ",")
    return try file(
      "f.csv",
      text: names + "\n" + values.map { $0.map { "\($0)" }.joined(separator: ",") + "\n" }.joined())
  }

  private func gaussian(_ rows: Int, _ columns: Int, seed: Seed = 3) -> [[Double]] {
    var stream = seed.stream("numbers")
    return (0..<rows).map { _ in (0..<columns).map { _ in stream.gaussian() } }
  }

  private func expectTrueValues(_ set: FeatureSet, _ values: [[Double]], within error: Double) {
    for (row, expected) in values.enumerated() {
      for (found, value) in zip(set.matrix.trueRow(row), expected) {
        #expect(abs(found - value) <= error * abs(value))
      }
    }
  }

  private func kinds(_ set: FeatureSet) -> [String] { set.notices.map(\.kind) }

  @Test func secondsSinceSomeYearStayDistinct() throws {
    let values = gaussian(180, 1).enumerated().map { (row, entries) -> [Double] in
      [1.7e9 + 90 * Double(row % 3) + 5 * entries[0]]
    }
    for set in [try FeatureSet(reading: npy(values, "<f8")), try FeatureSet(reading: csv(values))] {
      #expect(set.audit.distinctRows == 180 && set.audit.constantColumns == 0)
      #expect(abs(set.audit.norms.mean - 1.7e9) < 1e3)
      #expect(kinds(set) == ["unusual-numbers"])
      #expect(set.notices[0].message.contains("around 1.7e+09: stored as differences from it"))
      // The differences, up to 105, keep the 24 bits of a Float.
      expectTrueValues(set, values, within: 3e-15)
    }
  }

  @Test(arguments: ["<i8", "<f8"]) func identifiersOfManyDigitsStayDistinct(type: String) throws {
    let path =
      try type == "<i8"
      ? npy((0..<50).map { [Int64(4_000_000_000) + Int64($0)] }, type)
      : npy((0..<50).map { [4e9 + Double($0)] }, type)
    let set = try FeatureSet(reading: path)
    #expect(set.audit.distinctRows == 50)
    #expect((0..<50).allSatisfy { set.matrix.trueRow($0)[0] == 4e9 + Double($0) })
  }

  @Test(arguments: [1e-300, 1e-45, 1e-30, 1e39, 1e300])
  func magnitudesOutsideTheRangeOfFloatAreRead(scale: Double) throws {
    let values = gaussian(40, 3).map { $0.map { $0 * scale } }
    for set in [try FeatureSet(reading: npy(values, "<f8")), try FeatureSet(reading: csv(values))] {
      expectTrueValues(set, values, within: 1e-6)
      #expect(
        set.audit.zeroRows == 0 && set.audit.distinctRows == 40 && set.audit.zeroFraction == 0)
      #expect(abs(set.audit.norms.maximum / scale - 3) < 2)
      #expect(kinds(set) == ["unusual-numbers"])
      #expect(set.notices[0].message.contains("stored in units of 2^"))
    }
  }

  @Test func ordinaryNumbersCarryNothingAndSayNothing() throws {
    let values = gaussian(400, 4).map { (row) -> [Double] in
      [row[0], 30 + row[1], row[2] * 1e-4, (row[3] * 3).rounded()]
    }
    for set in [try FeatureSet(reading: npy(values, "<f8")), try FeatureSet(reading: csv(values))] {
      #expect(set.matrix.isPlain && set.notices.isEmpty)
      #expect(set.matrix == Matrix(values.map { $0.map { Float($0) } }))
    }
  }

  @Test func zerosConstantsAndRepeatedRowsSayNothing() throws {
    let values = (0..<60).map { (row: Int) -> [Double] in [0, 0.1, Double(row % 5) / 7, row % 2 == 0 ? 0 : 0.3] }
    for set in [try FeatureSet(reading: npy(values, "<f8")), try FeatureSet(reading: csv(values))] {
      #expect(set.matrix.isPlain && set.notices.isEmpty)
      #expect(set.audit.distinctRows == 10 && set.audit.constantColumns == 2)
    }
  }

  @Test func numbersOf32BitsNeverHaveAnOriginOrARemainder() throws {
    let values = gaussian(90, 2).map { (row) -> [Float] in [Float(1e8 + 1e6 * row[0]), Float(row[1])] }
    let set = try FeatureSet(reading: npy(values, "<f4"))
    #expect(set.matrix == Matrix(values) && set.matrix.isPlain)
    let tiny = values.map { [$0[1] * 1e-24] }
    let scaled = try FeatureSet(reading: npy(tiny, "<f4")).matrix
    #expect(scaled.frame.origin == nil && scaled.frame.exponent < -70 && scaled.remainder == nil)
    #expect((0..<90).allSatisfy { scaled.trueRow($0)[0] == Double(tiny[$0][0]) })
  }

  @Test(arguments: [(511, true), (1000, true), (1030, false), (4000, false)])
  func aColumnOfFewerThanTenBitsIsNotedAndNoOther(steps: Int, isNoted: Bool) throws {
    // At 2^24 neighbouring 32-bit numbers are 2 apart.
    let values = (0..<300).map { (row: Int) -> [Float] in
      [Float(0x1p24 + 2 * Double(row * steps / 299)), Float(row)]
    }
    let set = try FeatureSet(reading: npy(values, "<f4"))
    #expect(kinds(set).contains("digits-lost") == isNoted)
    if isNoted { #expect(set.notices[0].message.contains("column 0 (from 0) keeps")) }
  }

  @Test func aColumnTooSmallBesideAnotherIsNoted() throws {
    let values = gaussian(50, 2).map { [$0[0] * 1e30, $0[1] * 1e-30] }
    let set = try FeatureSet(reading: csv(values))
    #expect(kinds(set) == ["unusual-numbers", "digits-lost"])
    #expect(set.notices[1].message.contains("column x1 keeps 0.0 bits"))
    // Where it is constant nothing is lost.
    let constant = values.map { [$0[0], 1e-30] }
    #expect(kinds(try FeatureSet(reading: csv(constant))) == ["unusual-numbers"])
  }

  @Test func rowsThatDifferInTheLastDigitsStayDistinct() throws {
    let values = (0..<40).map { (row: Int) -> [Double] in [1 + Double(row % 20) * 0x1p-50, Double(row / 20)] }
    let set = try FeatureSet(reading: npy(values, "<f8"))
    #expect(set.audit.distinctRows == 40)
    expectTrueValues(set, values, within: 0)
  }

  @Test func rowsThatBecomeEqualAreCounted() throws {
    // Three numbers that 1e300 in the same column leaves no room for.
    let values = [[1e300], [1], [2], [3]]
    let set = try FeatureSet(reading: npy(values, "<f8"))
    #expect(set.audit.distinctRows == 4 && set.mergedRows == 2)
    #expect(set.notices.last?.kind == "digits-lost")
    #expect(
      set.notices.last?.message.contains("2 rows differ from another one in the file") == true)
  }

  @Test(arguments: ["<i8", ">i8", "<u8", "text"])
  func integersBeyondDoubleThatBecomeEqualAreCounted(type: String) throws {
    // From 2^62 on a Double holds each 1,024th integer.
    let integers = (0..<6).map { Int64(1) << 62 + Int64($0) * 200 }
    let path =
      switch type {
      case "<i8": try npy(integers.map { [$0] }, type)
      case ">i8": try npy(integers.map { [$0.bigEndian] }, type)
      case "<u8": try npy(integers.map { [UInt64($0)] }, type)
      default: try file("f.csv", text: "x\n" + integers.map { "\($0)\n" }.joined())
      }
    let set = try FeatureSet(reading: path)
    let distinct = Set(integers.map(Double.init)).count
    #expect(distinct == 2 && set.audit.distinctRows == 6 && set.mergedRows == 4)
    #expect(set.notices.last?.message.contains("\(6 - distinct) rows differ from another one in the file") == true)
  }

  @Test func longDecimalsOfOneNumberAreNoDifference() throws {
    let fields = ["0.1000000000000000000", "0.1", "0.10", "1.000000000000000000e-01", "2", "2.00000000000000000000"]
    let set = try FeatureSet(reading: file("f.csv", text: "x\n" + fields.joined(separator: "\n") + "\n"))
    #expect(set.audit.distinctRows == 2 && set.notices.isEmpty)
  }

  @Test(arguments: ["<f8", "<f4"]) func aConstantColumnDoesNotSetTheScale(type: String) throws {
    let values = gaussian(60, 2).map { [$0[0] * 1e-24, $0[1] * 1e-24, 1] }
    let path = try type == "<f8" ? npy(values, type) : npy(values.map { $0.map { Float($0) } }, type)
    let set = try FeatureSet(reading: path)
    #expect(set.audit.distinctRows == 60 && set.audit.constantColumns == 1 && kinds(set) == ["unusual-numbers"])
    // Squares of the stored numbers stay normal numbers of 32 bits.
    #expect((0..<60).allSatisfy { abs(set.matrix.row($0)[0]) > 1e-12 })
    expectTrueValues(set, type == "<f8" ? values : values.map { $0.map { Double(Float($0)) } }, within: 1e-7)
  }

  @Test(arguments: [1e200, -1e300, 1.7e308]) func aHugeConstantIsFinite(constant: Double) throws {
    let values = gaussian(20, 2).map { $0 + [constant] }
    let set = try FeatureSet(reading: npy(values, "<f8"))
    #expect(set.audit.nonFiniteRows == 0 && set.audit.distinctRows == 20)
    #expect(abs(set.audit.norms.mean / abs(constant) - 1) < 1e-12)
    expectTrueValues(set, values, within: 1e-6)
  }

  @Test func rowsThatAScaleMakesEqualAreCountedInFilesOf32Bits() throws {
    let values = (0..<30).map { [Float($0 % 2) * 1e31, Float($0) * 1e-30] }
    let set = try FeatureSet(reading: npy(values, "<f4"))
    #expect(set.audit.distinctRows == 30 && set.mergedRows == 28)
    #expect(set.notices.last?.message.contains("28 rows differ from another one in the file") == true)
  }

  @Test func mergedRowsAreRememberedInAnotherOrder() throws {
    let set = try FeatureSet(reading: npy([[1e300], [1], [2], [3]], "<f8"))
    #expect(try set.arranged(by: [3, 1, 2, 0]).mergedRows == 2)
    #expect(set.replacing(matrix: set.matrix).mergedRows == 2)
  }

  @Test(arguments: [("<f8", 1e200), ("<f8", 1e90), ("<f4", 1e34), ("text", 1e200), ("ones", 1e200)])
  func rowsOfEveryMagnitudeKeepTheirDirections(type: String, factor: Double) throws {
    // Rows around 1, factor and 1 / factor in one file; without the large ones no scale is needed.
    let units = gaussian(30, 3).map { row in
      let length = row.reduce(0) { $0 + $1 * $1 }.squareRoot()
      return row.map { $0 / length }
    }
    let magnitudes = type == "ones" ? [1, 1, 1 / factor] : [factor, 1, 1 / factor]
    var values = units.enumerated().map { row, unit in unit.map { $0 * magnitudes[row % 3] } }
    values.append([0, 0, 0])
    let set =
      switch type {
      case "<f4": try FeatureSet(reading: npy(values.map { $0.map { Float($0) } }, "<f4"))
      case "text": try FeatureSet(reading: csv(values))
      default: try FeatureSet(reading: npy(values, "<f8"))
      }
    let directions = set.matrix.l2Normalized()
    for (row, unit) in units.enumerated() {
      for (found, expected) in zip(directions.trueRow(row), unit) { #expect(abs(found - expected) < 1e-6) }
    }
    #expect(set.matrix.zeroRows() == values.map { $0 == [0, 0, 0] } && set.audit.zeroRows == 1)
    let least = set.audit.norms.minimum
    #expect(least == 0 && abs(set.audit.norms.maximum / magnitudes[0] - 1) < 1e-6)
    let some = set.matrix.selecting(rows: [30, 2, 1])
    #expect(some.zeroRows() == [true, false, false])
    #expect(zip(some.l2Normalized().trueRow(1), units[2]).allSatisfy { abs($0 - $1) < 1e-6 })
    #expect(some != set.matrix.selecting(rows: [30, 5, 1]))
  }

  @Test func aConstantFarBeyondTheOthersHasADirection() throws {
    let values = gaussian(20, 1).map { [1e200, $0[0] * 1e-200] }
    let set = try FeatureSet(reading: npy(values, "<f8"))
    #expect(set.matrix.l2Normalized().trueRow(3) == [1, 0] && set.audit.norms.minimum == 1e200)
  }

  @Test func onlyWhatIsNotFiniteInTheFileIsAnError() throws {
    let values = [[1e39, 1], [2e39, 2], [.infinity, 3], [3e39, .nan]]
    let path = try npy(values, "<f8")
    #expect(
      reason(path) == .notFinite(rows: 2, total: 4, firstRow: 2, firstColumn: 0, value: "inf"))
    let set = try FeatureSet(reading: path, FeatureOptions(nonFinite: .drop))
    #expect(set.keptRows == [0, 1] && abs(set.matrix.trueRow(1)[0] / 2e39 - 1) < 1e-7)
    #expect(set.audit.infinityCount == 1 && set.audit.nanCount == 1)
  }

  @Test(arguments: [NonFinitePolicy.error, .drop]) func numbersNearTheLargestOneAreAnError(policy: NonFinitePolicy)
    throws
  {
    let wide = (0..<9).map { [$0 % 2 == 0 ? 1.7e308 : -1.7e308, 1] }
    let long = (0..<9).map { [$0 % 2 == 0 ? 1.7e308 : 1e308, 1.5e308] }
    for path in [try npy(wide, "<f8"), try csv(wide)] {
      #expect(reason(path, FeatureOptions(nonFinite: policy)) == .wideColumn(0, least: -1.7e308, most: 1.7e308))
    }
    for path in [try npy(long, "<f8"), try csv(long)] {
      let error = #expect(throws: FeatureError.self) {
        try FeatureSet(reading: path, FeatureOptions(nonFinite: policy))
      }
      #expect(error?.reason == .longRow(largest: 1.7e308, columns: 2))
      #expect(error?.cause.contains("1.7e+308") == true && error?.hint.contains("/ 1e10") == true)
    }
    // Within the range they are kept.
    let large = (0..<9).map { [Double($0) * 1e307, 0.5e308] }
    #expect(try FeatureSet(reading: npy(large, "<f8")).audit.norms.maximum.isFinite)
  }

  @Test func pooledTokensKeepTheirDigits() throws {
    let tokens: [[Double]] = (0..<12).map { (item: Int) -> [Double] in
      [1.7e9 + Double(item), 1.7e9 + Double(item) + 0.25]
    }
    let header = "{'descr': '<f8', 'fortran_order': False, 'shape': (12, 2, 1), }\n"
    let bytes: [UInt8] =
      [0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(header.utf8.count), 0] + Array(header.utf8)
    let path = try file("t.npy", bytes + tokens.flatMap { $0 }.withUnsafeBytes { Array($0) })
    for (pooling, added) in [(TokenPooling.cls, 0), (.mean, 0.125), (.max, 0.25)] {
      let set = try FeatureSet(reading: path, FeatureOptions(pooling: pooling))
      for item in 0..<12 { #expect(set.matrix.trueRow(item)[0] == 1.7e9 + Double(item) + added) }
    }
  }

  @Test func standardizedColumnsAreThoseOfTheNumbersInDouble() throws {
    let values = gaussian(200, 3).map { (row) -> [Double] in [1.7e9 + 40 * row[0], row[1] * 1e-5, 5e6 * row[2]] }
    let set = try FeatureSet(reading: npy(values, "<f8"))
    let scaled = FeatureScaling.standardize.applied(to: set.matrix)
    for column in 0..<3 {
      let entries = values.map { $0[column] }
      let mean = entries.reduce(0, +) / 200
      let deviation = (entries.reduce(0.0) { $0 + ($1 - mean) * ($1 - mean) } / 200).squareRoot()
      for row in 0..<200 {
        #expect(abs(scaled.trueRow(row)[column] - (entries[row] - mean) / deviation) < 2e-6)
      }
    }
  }
}
