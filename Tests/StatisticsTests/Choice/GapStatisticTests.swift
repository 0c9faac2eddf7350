import Clustering
import Core
import Matrices
import Stages
import Statistics
import Testing

/// The gap statistic against its definition in NumPy, given the same references.
@Suite struct GapStatisticTests {
  private static let gaps = ChoiceFixture.shared.gaps

  @Test func theGapsAreThoseOfTheDefinition() {
    #expect(Self.gaps.count == 4)
    for fixture in Self.gaps {
      let rows = Matrix(exactly: fixture.rows)
      let references = fixture.references.map { Matrix(exactly: $0) }
      let logs = fixture.labels.map { Partition($0).logDispersion(of: rows) }
      let referenceLogs = fixture.referenceLabels.map { labels in
        zip(labels, references).map { Partition($0).logDispersion(of: $1) }
      }
      for (found, expected) in zip(logs, fixture.logs) { #expect(abs(found - expected) < 1e-6) }
      let gap = GapStatistic(logDispersions: logs.map { [$0] }, references: referenceLogs)
      for (found, expected) in zip(gap.means, fixture.gaps) { #expect(abs(found - expected) < 1e-6) }
      for (found, expected) in zip(gap.standardErrors, fixture.errors) { #expect(abs(found - expected) < 1e-6) }
      let choice = gap.choice(among: gap.means)
      #expect(choice?.position == fixture.choice && choice?.isFound == fixture.isFound)
    }
  }

  /// Also with more columns than rows.
  @Test func theReferencesFillTheBoxAlongThePrincipalComponents() throws {
    for fixture in Self.gaps {
      let box = try #require(PrincipalBox(Matrix(exactly: fixture.rows)))
      #expect(box.components * fixture.rows.count == fixture.uniforms.count)
      var uniforms = fixture.uniforms.makeIterator()
      let found = box.draw(fixture.rows.count) { uniforms.next() ?? .nan }
      for (row, expected) in fixture.references[0].enumerated() {
        for (column, value) in expected.enumerated() { #expect(abs(Double(found[row, column]) - value) < 2e-4) }
      }
    }
  }

  @Test func unitsAndOriginsCancel() throws {
    let fixture = Self.gaps[0]
    let partition = Partition(fixture.labels[2])
    let plain = partition.logDispersion(of: Matrix(exactly: fixture.rows))
    let far = fixture.rows.map { $0.map { 1e9 + 1e-3 * $0 } }
    #expect(abs(partition.logDispersion(of: Matrix(exactly: far)) - plain - 2 * -6.907755279) < 1e-4)
    let framed = try #require(PrincipalBox(Matrix(exactly: far)))
    var uniforms = fixture.uniforms.makeIterator()
    let drawn = framed.draw(fixture.rows.count) { uniforms.next() ?? .nan }
    for (row, expected) in fixture.references[0].enumerated() {
      for (found, value) in zip(drawn.trueRow(row), expected) { #expect(abs((found - 1e9) * 1e3 - value) < 2e-3) }
    }
  }

  @Test func wholeSettingsAloneCount() {
    let curve = ChoiceCurve(
      logDispersions: [[3, 3], [2, 2], [1, .nan], [0.5, 0.5]],
      references: [[3, 3.1], [2.6, 2.5], [2, 2], [.nan, 1]])
    #expect(curve.positions == [0, 1])
  }

  @Test func withoutAFulfilledRuleTheLastSettingStandsMarked() throws {
    let logs = [[3.0], [1], [-2]]
    let references = [[3.0, 3.01], [2.5, 2.51], [2, 2.01]]
    let verdict = try #require(ChoiceVerdict(ChoiceCurve(logDispersions: logs, references: references)))
    #expect(verdict.position == 2 && !verdict.isFound && verdict.isAtEdge && !verdict.decides)
  }

  /// The gaps are 0, .05, 1 and 2, and each standard error is .1 · √(3/2): the rule of the authors stops at the first, and 0 and
  /// .05 alone lie within a standard error.
  @Test func gapsThatGoOnRisingDecideNothing() throws {
    let references = (0..<4).map { place in [-0.1, 0.1].map { 5 - Double(place) + $0 } }
    let logs = zip([0, 0.05, 1, 2], 0..<4).map { [5 - Double($1) - $0] }
    let verdict = try #require(ChoiceVerdict(ChoiceCurve(logDispersions: logs, references: references)))
    #expect(verdict.position == 0 && verdict.isFound && verdict.risesTo == 3 && verdict.equals == [1])
    #expect(!verdict.isFlat && !verdict.decides)
    // A maximum that is followed by a fall stands, also where a larger one comes later.
    let fallen = zip([0, 1, 0.5, 2], 0..<4).map { [5 - Double($1) - $0] }
    let other = try #require(ChoiceVerdict(ChoiceCurve(logDispersions: fallen, references: references)))
    #expect(other.position == 1 && other.risesTo == nil && other.decides)
  }

  @Test func noiseAndRowsWithoutDispersionHaveNone() {
    let rows = Matrix([[1, 2], [1, 2], [3, 4]])
    #expect(Partition(labels: [0, 0, -1], clusters: 1).logDispersion(of: rows).isNaN)
    #expect(Partition([0, 0, 1]).logDispersion(of: rows).isNaN)
    #expect(PrincipalBox(Matrix(rows: 0, columns: 3)) == nil && PrincipalBox(Matrix(rows: 3, columns: 0)) == nil)
  }

  @Test func equalRowsHaveABoxOfOnePoint() throws {
    let box = try #require(PrincipalBox(Matrix([[1, 2, 3], [1, 2, 3]])))
    #expect(box.draw(2) { 0.7 } == Matrix([[1, 2, 3], [1, 2, 3]]))
  }
}
