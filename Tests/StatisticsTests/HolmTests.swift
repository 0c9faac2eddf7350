import Statistics
import Testing

@Suite struct HolmTests {
  @Test func adjustedValuesAreThoseOfStatsmodels() {
    #expect(Fixture.shared.families.count == 4)
    for family in Fixture.shared.families {
      for (adjusted, expected) in zip(Holm.adjusted(family.values), family.holm) {
        #expect(abs(adjusted - expected) < 1e-12)
      }
    }
  }

  @Test func whatIsNoTestDoesNotCount() {
    let adjusted = Holm.adjusted([0.01, .nan, 0.03])
    #expect(adjusted[0] == 0.02 && adjusted[1].isNaN && adjusted[2] == 0.03)
    #expect(Holm.adjusted([]).isEmpty)
  }
}
