import Core
import Foundation
import Report
import Results
import Testing

@Suite struct RatingReportTests {
  private let methods = ["a_b", "c"].map { RatingRecord.Method(clusterer: "kmeans", space: $0) }

  private var record: RatingRecord {
    let estimate = RatingRecord.Estimate(value: 0.5, low80: 0.4, high80: 0.6, low95: 0.3, high95: 0.75)
    return RatingRecord(
      run: "run", pairs: 30, noise: "exclude", replicates: 2_000,
      questions: [
        RatingRecord.Question(
          name: "mood", raters: ["anna"], pairs: 20, ratings: 25,
          agreements: [RatingRecord.Agreement(scale: "nominal", alpha: nil, pairs: 5, ratings: 10)],
          qualities: [
            RatingRecord.Quality(method: methods[0], quality: estimate, seeds: 2, pairs: 20, joined: 8),
            RatingRecord.Quality(method: methods[1], quality: nil, seeds: 2, pairs: 0, joined: 0),
          ],
          differences: [
            RatingRecord.Difference(first: methods[0], second: methods[1], difference: estimate, pairs: 19)
          ])
      ])
  }

  @Test func everyFormHoldsTheNumbers() throws {
    let report = RatingReport(record)
    let text = try report.text(as: .text)
    let header = "clusterer  space  quality  80 % interval  95 % interval  pairs  together\n"
    #expect(text.contains("Cluster quality: mood\n\n\(header)"))
    #expect(text.contains("kmeans     a_b       .500  .400 to .600   .300 to .750      20         8\n"), "\(text)")
    #expect(text.contains("nominal      –  –                  5       10\n"), "\(text)")
    #expect(try report.text(as: .markdown).contains("| kmeans on a\\_b | kmeans on c | .500 | .400 to .600 |"))
    #expect(try report.text(as: .latex).contains("kmeans & a\\_b & .500 & .400 to .600 & .300 to .750 & 20 & 8 \\\\\n"))
    #expect(
      try report.text(as: .csv).contains("mood,difference,kmeans,a_b,kmeans,c,0.5,0.4,0.6,0.3,0.75,19\n")
        && report.text(as: .csv).contains("mood,quality,kmeans,c,,,,,,,,0\n"))
    let json = try JSONFile.record(RatingRecord.self, in: Data(report.text(as: .json).utf8), path: "")
    #expect(json == record)
  }
}
