import Core
import Fusion
import Matrices
import Stages
import TestSupport
import Testing

/// The names of groups of items, and the numbers that a counterpart records.
@Suite struct CounterpartDescriberTests {
  private func fusion(_ change: (inout Counterpart) -> Void = { _ in }) -> Counterpart {
    var fusion = Counterpart()
    fusion.vocabulary = "nouns"
    (fusion.clusters, fusion.restarts) = (4, 3)
    change(&fusion)
    return fusion
  }

  private func space(_ fusion: Counterpart, _ rows: Matrix, nouns: Int = 40) throws -> Space {
    let names = Reference(rows: randomRows(nouns, rows.columns, seed: 2), names: (0..<nouns).map { "noun \($0)" })
    return try fusion.make([rows], StageContext(seed: 1, references: ["nouns": names]))
  }

  /// The center of one row is its direction.
  @Test(arguments: Counterpart.Assignment.allCases, Counterpart.Combination.allCases)
  func aGroupOfOneRowHasTheNamesOfTheRow(assign: Counterpart.Assignment, combine: Counterpart.Combination) throws {
    let rows = randomRows(120, 6, seed: 1)
    let space = try space(fusion { ($0.assign, $0.combine, $0.epsilon) = (assign, combine, 0.1) }, rows)
    let (items, describer) = (try #require(space.namedWeights), try #require(space.describer))
    let found = describer.describe(centersOf: (0..<120).map { [$0] })
    for row in 0..<120 {
      let expected = items.largest(of: row)
      #expect(found[row].count == expected.count)
      for (one, other) in zip(found[row], expected) { #expect(abs(one.weight - other.weight) < 1e-3) }
      #expect(found[row][0].name == expected[0].name || abs(expected[0].weight - expected[1].weight) < 1e-3)
    }
  }

  /// The center of several is the mean of their directions, whatever their lengths.
  @Test func theCenterOfAGroupIsTheMeanOfItsDirections() throws {
    let rows = randomRows(60, 5, seed: 3)
    let group = [4, 17, 30, 31]
    let unit = rows.l2Normalized()
    let mean = (0..<5).map { column in group.reduce(Float(0)) { $0 + unit[$1, column] } }
    let with = Matrix((0..<60).map { rows.row($0) } + [mean])
    let longer = Matrix((0..<60).map { row in rows.row(row).map { $0 * Float(1 + row) } } + [mean])
    // All nouns are kept, so that the row more changes none of them.
    let method = fusion { ($0.select, $0.perCenter, $0.temperature) = (.nearest, 40, 0.1) }
    for matrix in [with, longer] {
      let describer = try #require(try space(method, matrix).describer)
      let found = describer.describe(centersOf: [group, [60]])
      #expect(found[0].map(\.name) == found[1].map(\.name))
      for (one, other) in zip(found[0], found[1]) { #expect(abs(one.weight - other.weight) < 1e-5) }
    }
  }

  @Test func groupsWithoutADirectionHaveNoNames() throws {
    var rows = (0..<20).map { row in randomRows(20, 4, seed: 4).row(row) }
    rows[1] = rows[0].map { -$0 }
    let describer = try #require(try space(fusion(), Matrix(rows)).describer)
    let found = describer.describe(centersOf: [[0, 1], [], [0]])
    #expect(found[0].isEmpty && found[1].isEmpty && !found[2].isEmpty)
    #expect(describer.describe(centersOf: []).isEmpty)
  }

  @Test func theBitsDoNotDependOnTheThreads() throws {
    let rows = randomRows(900, 8, seed: 5)
    let describer = try #require(try space(fusion(), rows).describer)
    let groups = (0..<30).map { group in Array(stride(from: group, to: 900, by: 30)) }
    let one = Threads.$count.withValue(1) { describer.describe(centersOf: groups) }
    for threads in [2, 4] {
      #expect(Threads.$count.withValue(threads) { describer.describe(centersOf: groups) } == one)
    }
  }

  @Test func theNumbersOfTheWayAreRecorded() throws {
    let rows = randomRows(200, 6, seed: 6)
    let softmax = try space(fusion(), rows)
    #expect(softmax.facts["centers"] == [12] && softmax.facts["vocabulary"] == [40])
    #expect(softmax.facts["nouns"] == [Double(try #require(softmax.namedWeights).names.count)])
    let objectives = try #require(softmax.facts["centerObjectives"])
    #expect(objectives.count == 3 && objectives.allSatisfy { $0 > 0 && $0 < 200 })
    #expect(softmax.facts["transportIterations"] == nil)
    let kept = try #require(softmax.notices.first { $0.kind == "nouns-kept" })
    #expect(kept.message.contains("the 3 starts that found them reached an inertia of "))
    let moved = try space(fusion { ($0.assign, $0.epsilon) = (.transport, 0.2) }, rows)
    let iterations = try #require(moved.facts["transportIterations"]?.first)
    let error = try #require(moved.facts["marginalError"]?.first)
    #expect(iterations >= 1 && error < 1e-6)
    let note = try #require(moved.notices.first { $0.kind == "transport" })
    #expect(note.message.contains("took \(counted(Int(iterations), "iteration")) to a marginal error of "))
    #expect(note.message.hasSuffix(", measured in double precision on 200 rows"), "\(note.message)")
  }

  @Test func theWeightsOfAdaptiveFusionArePartOfItsSpace() throws {
    let inputs = (1...3).map { randomRows(50, 6, seed: Seed(UInt64($0))) }
    let weights = AdaptiveWeights(of: inputs, temperature: Adaptive().temperature)
    let found = try #require(try Adaptive().make(inputs).partWeights)
    #expect(found.parts == 3 && Adaptive.hasPartWeights && !Concatenation.hasPartWeights)
    for row in 0..<50 {
      for part in 0..<3 {
        #expect(found.values[row * 3 + part] == Float(weights[row, part]))
        #expect(found.column(part)[row] == found.values[row * 3 + part])
      }
    }
  }
}
