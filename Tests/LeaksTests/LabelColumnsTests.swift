import Core
import Features
import Foundation
import Leaks
import Matrices
import Testing

/// Columns that give a label set away.
@Suite struct LabelColumnsTests {
  private let labels = LeakSamples.labels(2000, classes: 5)
  private let noise = LeakSamples.noise(2000, 70)

  private func find(_ matrix: Matrix, _ labelSets: [LabelSet]) -> [LabelColumns] {
    LabelColumns.find(in: matrix, labelSets: labelSets)
  }

  private func only(_ matrix: Matrix, _ labels: LabelSet) throws -> LabelColumns {
    let found = find(matrix, [labels])
    #expect(found.count == 1)
    return try #require(found.first)
  }

  @Test(arguments: 0..<10) func noiseGivesNothingAway(seed: UInt64) {
    #expect(find(noise, [LeakSamples.labels(2000, classes: 5, seed: seed)]) == [])
  }

  @Test func theClassNumbersAmongFeaturesAreFound() throws {
    let codes = LeakSamples.changing(noise) { row, column, old in column == 66 ? Float(labels.values[row]) : old }
    let found = try only(codes, labels)
    #expect(found.codes == [66] && found.codeValues == 5 && found.indicators.isEmpty && found.constants.isEmpty)
    #expect(
      found.notice("text").message.hasPrefix("text: column 66 takes 5 values, each in one class only (columns from 0):")
    )
    #expect(found.notice("text").kind == "columns-give-labels")
  }

  @Test func severalValuesOfAClassAreStillCodes() throws {
    // Two spellings of each class, as of a subgroup.
    let codes = LeakSamples.changing(noise) { row, column, old in
      column == 3 ? Float(10 * labels.values[row]) + Float(row % 2) : old
    }
    #expect(try only(codes, labels).codeValues == 10)
    // Three are more than twice as many values as classes.
    let many = LeakSamples.changing(noise) { row, column, old in
      column == 3 ? Float(10 * labels.values[row]) + Float(row % 3) : old
    }
    #expect(find(many, [labels]) == [])
  }

  @Test func oneItemOfAnotherClassUndoesCodes() {
    let codes = LeakSamples.changing(noise) { row, column, old in
      guard column == 3 else { return old }
      return Float(row == 1000 ? (labels.values[row] + 1) % 5 : labels.values[row])
    }
    #expect(find(codes, [labels]).allSatisfy { $0.codes.isEmpty })
  }

  @Test func aOneHotBlockIsFoundEvenWithNoise() throws {
    for spread in [Float(0), 0.005] {
      let block = LeakSamples.changing(noise) { row, column, old in
        guard (20..<25).contains(column) else { return old }
        return spread * old + (Int(labels.values[row]) == column - 20 ? 1 : 0)
      }
      let found = try only(block, labels)
      #expect(found.indicators == [20, 21, 22, 23, 24] && found.indicated == 5)
      #expect(
        found.notice("text").message.contains("columns 20–24 follow 5 classes of class with a correlation above 0.999"))
    }
    // A tenth of noise leaves a correlation of about 0.97.
    let blurred = LeakSamples.changing(noise) { row, column, old in
      guard (20..<25).contains(column) else { return old }
      return 0.1 * old + (Int(labels.values[row]) == column - 20 ? 1 : 0)
    }
    #expect(find(blurred, [labels]) == [])
  }

  // The correlation of the column with the indicator of a class, as the textbook writes it.
  @Test(arguments: 0..<20) func theThresholdIsThatOfPearsonsCorrelation(seed: UInt64) {
    let two = LeakSamples.labels(500, classes: 2, seed: seed)
    // Around the threshold: the noise's variance is 0.002 of the signal's where the correlation is 0.999.
    let spread = 0.018 + 0.0005 * Float(seed)
    let column = LeakSamples.changing(LeakSamples.noise(500, 1, seed: seed)) { row, _, old in
      let signal: Float = two.values[row] == 1 ? -1 : 0
      return 1e4 + signal + spread * old
    }
    let x = (0..<500).map { Double(column[$0, 0]) }
    let y = two.values.map { Double($0) }
    let (meanX, meanY) = (x.reduce(0, +) / 500, y.reduce(0, +) / 500)
    let covariance = zip(x, y).reduce(0) { $0 + ($1.0 - meanX) * ($1.1 - meanY) }
    let scatters = x.reduce(0) { $0 + ($1 - meanX) * ($1 - meanX) } * y.reduce(0) { $0 + ($1 - meanY) * ($1 - meanY) }
    let correlation = covariance / scatters.squareRoot()
    #expect(find(column, [two]).isEmpty == (abs(correlation) <= 0.999), "\(correlation)")
  }

  @Test func aColumnThatIsConstantWithinTheClassesIsFound() throws {
    // Classes 0 and 3 are animals: neither codes, nor one class.
    let animals = LeakSamples.changing(noise) { row, column, old in
      column == 9 ? ([0, 3].contains(labels.values[row]) ? 1 : 0) : old
    }
    let found = try only(animals, labels)
    #expect(found.constants == [9] && found.codes.isEmpty && found.indicators.isEmpty)
    #expect(found.notice("text").message.contains("column 9 has one value within each class"))
  }

  @Test func constantAndSparseColumnsSayNothing() {
    var stream = Seed(2).stream("sparse")
    let marked = Set((0..<30).map { _ in stream.integer(below: 2000) })
    let sparse = LeakSamples.changing(noise) { row, column, old in
      if column < 10 { return 0 }
      if column < 20 { return 7.25 }
      return column < 30 ? (marked.contains(row) ? 1 : 0) : (row == 5 ? 1 : 0)
    }
    #expect(find(sparse, [labels]) == [])
    // Nor when the classes come one after the other.
    let sorted = LabelSet(name: "class", classes: labels.classes, values: labels.values.sorted())
    #expect(find(sparse, [sorted]) == [])
  }

  @Test func aFewItemsThatFitByChanceSayNothing() {
    // With two items a class every two-valued column that splits them "determines" the class.
    let few = LabelSet(name: "class", classes: ["a", "b"], values: [0, 0, 1, 1])
    #expect(find(Matrix([[1, 0], [1, 0], [2, 0], [2, 0]]), [few]) == [])
    // Every item a class of its own.
    let own = LabelSet(name: "id", classes: (0..<2000).map(String.init), values: (0..<2000).map { Int32($0) })
    #expect(find(noise, [own]) == [])
    let steps = LeakSamples.changing(noise) { row, _, _ in Float(row / 4) }
    #expect(find(steps, [own]) == [])
  }

  @Test func oneClassOrNoneSaysNothing() {
    let one = LabelSet(name: "class", classes: ["a"], values: [Int32](repeating: 0, count: 2000))
    let none = LabelSet(name: "class", classes: ["a"], values: [Int32](repeating: -1, count: 2000))
    #expect(find(LeakSamples.changing(noise) { _, _, _ in 1 }, [one, none]) == [])
  }

  @Test func itemsWithoutALabelDoNotCount() throws {
    let known = LabelSet(
      name: "class", classes: labels.classes, values: labels.values.enumerated().map { $0 % 3 == 0 ? -1 : $1 })
    let codes = LeakSamples.changing(noise) { row, column, old in
      column == 0 && row % 3 != 0 ? Float(labels.values[row]) : old
    }
    #expect(try only(codes, known).codes == [0])
  }

  @Test func aColumnCountsForOneLabelSet() throws {
    let coarse = LabelSet(name: "coarse", classes: ["a", "b"], values: labels.values.map { $0 < 2 ? 0 : 1 })
    let codes = LeakSamples.changing(noise) { row, column, old in
      if column == 1 { return Float(labels.values[row]) }
      return column == 2 ? Float(coarse.values[row]) : old
    }
    let found = find(codes, [labels, coarse])
    #expect(found.map(\.name) == ["class"])
    #expect(found.first?.codes == [1] && found.first?.constants == [2])
    #expect(find(codes, [coarse, labels]).map(\.codes) == [[2], [1]])
  }

  @Test func theNumberOfThreadsChangesNothing() {
    let codes = LeakSamples.changing(noise) { row, column, old in column % 9 == 0 ? Float(labels.values[row]) : old }
    let alone = Threads.$count.withValue(1) { find(codes, [labels]) }
    #expect(alone.first?.codes == [0, 9, 18, 27, 36, 45, 54, 63])
    for threads in [2, 4] { #expect(Threads.$count.withValue(threads) { find(codes, [labels]) } == alone) }
  }
}
