import Core
import Foundation
import Results
import Testing

/// The notes of many trials in few lines that keep what differs.
@Suite struct TrialNoticesTests {
  private func lines(_ messages: [[String]], kind: String = "empty-cluster", spaces: [String] = []) -> [String] {
    let trials = messages.enumerated().map { seed, messages in
      Sample.trial(
        spaces.isEmpty ? "visual" : spaces[seed], seed: UInt64(seed),
        notices: messages.map { Notice(kind: kind, message: $0) })
    }
    return TrialNotices(of: trials).lines
  }

  @Test func notesOfOneKindThatSayDifferentThingsAreAllKept() {
    #expect(
      lines([
        ["moved 1 empty clusters", "only 2 of 4 clusters hold a row"], ["moved 3 empty clusters"], [],
        ["only 3 of 4 clusters hold a row"],
      ]) == [
        "2 of 4 trials (kmeans on visual): moved 1 to 3 empty clusters",
        "2 of 4 trials (kmeans on visual): only 2 to 3 of 4 clusters hold a row",
      ])
  }

  @Test func scoresThatLeaveOutTheSameNoiseAreInOneNote() {
    func notes(_ noise: Int) -> [String] {
      ["Silhouette", "Davies–Bouldin index", "Calinski–Harabasz index"].map {
        "\(noise) of 20 rows are noise and were left out of the \($0)"
      }
    }
    #expect(
      lines([notes(3), notes(5), Array(notes(4).prefix(1))], kind: "noise-left-out") == [
        "2 of 3 trials (kmeans on visual): 3 to 5 of 20 rows are noise and were left out of the Silhouette, Davies–Bouldin index "
          + "and Calinski–Harabasz index",
        "1 of 3 trials (kmeans on visual): 4 of 20 rows are noise and were left out of the Silhouette",
      ])
  }

  @Test func eachNoteNamesTheMethodsThatHaveItAndNoOthers() {
    #expect(
      lines([["a happened"], ["b happened"], ["a happened"]], spaces: ["visual", "text", "fused"]) == [
        "2 of 3 trials (kmeans on visual, kmeans on fused): a happened", "1 of 3 trials (kmeans on text): b happened",
      ])
  }

  @Test(
    arguments: [
      (["1 row was lost", "12 rows were lost"], "1 to 12 rows were lost"),
      (["12 rows were lost", "1 row was lost"], "1 to 12 rows were lost"),
      (["raised from 1e-06 to 0.001", "raised from 1e-06 to 1e-05"], "raised from 1e-06 to 1e-05 to 0.001"),
      (["1,000 of 60,000", "999 of 60,000"], "999 to 1,000 of 60,000"),
      (["no number at all", "no number at all"], "no number at all"),
      ([".5 and 7", ".25 and 7"], ".25 to .5 and 7"),
      (["give .40 to .43", "give .42 to .45"], "give .40 to .45"),
      (["2 items give .40 to .43", "1 item gives .42 to .44"], "1 to 2 items give .40 to .44"),
      (["lowered from 9 to 40", "lowered from 8 to 30"], "lowered from 8 to 9 to 30 to 40"),
      (["of 9 to 5", "of 8 to 30"], "of 8 to 9 to 5 to 30"),
    ])
  func numbersThatDifferBecomeRanges(messages: [String], expected: String) {
    #expect(lines(messages.map { [$0] }) == ["2 of 2 trials (kmeans on visual): " + expected])
  }

  @Test func aTrialThatSaysTheSameTwiceCountsOnce() {
    #expect(
      lines([["moved 1 empty cluster", "moved 2 empty clusters"], []]) == [
        "1 of 2 trials (kmeans on visual): moved 1 to 2 empty clusters"
      ])
  }

  @Test func notesOfOneWordingButOtherKindsStayApart() {
    let trial = Sample.trial(notices: [Notice(kind: "a", message: "3 rows"), Notice(kind: "b", message: "3 rows")])
    #expect(TrialNotices(of: [trial]).lines.count == 2)
  }

  @Test func aThousandTrialsOfManyNumbersAreOneLine() {
    let messages = (0..<1000).map { ["stopped after \($0 + 2) iterations"] }
    #expect(
      lines(messages) == ["1,000 of 1,000 trials (kmeans on visual): stopped after 2 to 1001 iterations"])
  }
}
