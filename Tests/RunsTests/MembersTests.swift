import Clustering
import Core
import Experiments
import Foundation
import Matrices
import Report
import Results
import Runs
import Scores
import TestSupport
import Testing

/// The tables of the clusters of every method and of their items.
@Suite struct MembersTests {
  private static let rows = 60

  /// Three groups, the second item not a number, every fifth without a class, ids and captions.
  private func run(
    in folder: String, clusterers: [Experiment.NamedClusterer], seeds: Int = 3, ids: Bool = true, isNoisy: Bool = false
  ) throws -> StoredRun {
    var rows = Samples.groups(rows: Self.rows, columns: 4, classes: 3, spread: isNoisy ? 0.5 : 5)
    rows[1][0] = .nan
    if isNoisy { (rows[3], rows[4]) = ([40, -40, 30, 9], [-60, 50, 20, -30]) }
    try Samples.table(rows, ids: ids ? (0..<Self.rows).map { "i\($0)" } : nil, to: folder + "/visual.csv")
    let labels = (0..<Self.rows).map { $0 % 5 == 0 ? "NA" : "k\($0 % 3)" }
    try Samples.write("kind\n" + labels.map { $0 + "\n" }.joined(), to: folder + "/labels.csv")
    try Samples.write((0..<Self.rows).map { "a \"caption\", \($0)\n" }.joined(), to: folder + "/captions.txt")
    let experiment = Experiment(
      name: "members",
      dataset: .init(
        labels: [.init(name: "cluster", source: .table(.init(table: "labels.csv", column: "kind")))],
        captions: "captions.txt"),
      features: [.init(name: "visual", file: "visual.csv", undefined: .drop)], spaces: [.init(name: "visual")],
      clusterers: clusterers, seeds: Experiment.seeds(seeds), folder: folder)
    return try Runner(experiment, into: RunFolder(path: folder + "/out")).run()
  }

  private func column(_ name: String, of table: StoredTable) throws -> [String] {
    let position = try #require(table.column(name), "\(table.header)")
    return table.rows.map { $0[position] }
  }

  @Test func everyItemHasALineWithWhatIsKnownOfIt() throws {
    try withFolder { folder in
      let run = try run(in: folder, clusterers: [.init(KMeans(clusters: 3, restarts: 1))])
      let method = run.methods[0]
      let stored = try #require(try run.members(of: method))
      let trials = run.trials(of: method)
      #expect(stored.record.trial == trials[run.representative(of: trials)].identity)
      let labels = try run.partition(of: trials[run.representative(of: trials)]).labels
      let members = stored.members
      #expect(try column("item", of: members) == (0..<Self.rows).map(String.init))
      #expect(try column("id", of: members) == (0..<Self.rows).map { "i\($0)" })
      #expect(try column("cluster", of: members) == labels.map { String($0) })
      // The label set has the name of a column of the table's own.
      #expect(try column("label cluster", of: members)[2] == "k2" && column("label cluster", of: members)[5] == "")
      let captions = try column("caption", of: members)
      #expect(captions[0] == "a \"caption\", 0" && captions[1] == "")
      #expect(members.rows[1].dropFirst(4).allSatisfy(\.isEmpty) && labels[1] == Partition.leftOut)

      let matrix = Samples.groups(rows: Self.rows, columns: 4, classes: 3, spread: 5)
      let distances = try column("distance", of: members)
      let silhouettes = try column("silhouette", of: members)
      let kept = (0..<Self.rows).filter { $0 != 1 }
      let samples = try Silhouette().samples(
        Matrix(kept.map { matrix[$0] }), Partition(labels: kept.map { labels[$0] }, clusters: 3))
      let expected = Dictionary(uniqueKeysWithValues: zip(samples.rows.map { kept[$0] }, samples.values))
      for item in kept {
        let same = kept.filter { labels[$0] == labels[item] }
        let square = (0..<4).reduce(0.0) { sum, column in
          let mean = same.reduce(0.0) { $0 + Double(matrix[$1][column]) } / Double(same.count)
          return sum + pow(Double(matrix[item][column]) - mean, 2)
        }
        #expect(abs((Double(distances[item]) ?? .nan) - square.squareRoot()) < 1e-4)
        #expect(abs((Double(silhouettes[item]) ?? .nan) - (expected[item] ?? .nan)) < 1e-4)
      }
      let shares = try column("stability", of: members).compactMap(Double.init)
      #expect(shares.count == kept.count && shares.allSatisfy { [0, 0.5, 1].contains($0) })
    }
  }

  @Test func everyClusterHasALineWithItsNameAndItsNearestItems() throws {
    try withFolder { folder in
      let run = try run(in: folder, clusterers: [.init(KMeans(clusters: 3))], ids: false)
      let stored = try #require(try run.members(of: run.methods[0]))
      let labels = try column("cluster", of: stored.members)
      let truth = try column("label cluster", of: stored.members)
      let distances = try column("distance", of: stored.members).map { Double($0) ?? 0 }
      let jaccards = try #require(try run.statistics?.stability.first?.resamples?.clusters)
      #expect(try column("cluster", of: stored.clusters) == ["0", "1", "2"])
      for (position, row) in stored.clusters.rows.enumerated() {
        let items = labels.indices.filter { labels[$0] == String(position) }
        let known = items.map { truth[$0] }.filter { !$0.isEmpty }
        let counts = Dictionary(grouping: known, by: \.self).mapValues(\.count)
        let most = counts.values.max() ?? 0
        #expect(counts.contains { $0.value == most && row[1] == "\(position) · \($0.key)" })
        #expect(row[2] == String(items.count))
        #expect(abs((Double(row[3]) ?? .nan) - Double(known.count) / Double(items.count)) < 1e-6)
        #expect(abs((Double(row[4]) ?? .nan) - Double(most) / Double(known.count)) < 1e-6)
        #expect(abs((Double(row[5]) ?? .nan) - jaccards[position].jaccard) < 1e-6)
        // Without ids items have their captions.
        let nearest = items.sorted { distances[$0] < distances[$1] }.prefix(8)
        #expect(row[7] == nearest.map { "a \"caption\", \($0)" }.joined(separator: "; "))
      }
    }
  }

  @Test func noiseHasNoCenterAndStandsLast() throws {
    try withFolder { folder in
      let run = try run(in: folder, clusterers: [.init(HDBSCAN(minClusterSize: 8))], isNoisy: true)
      let stored = try #require(try run.members(of: run.methods[0]))
      let labels = try column("cluster", of: stored.members)
      try #require(labels.contains("-1"), "\(labels)")
      let last = try #require(stored.clusters.rows.last)
      let report = try ClustersReport(of: run, method: nil, cluster: "-1").text(as: .csv)
      #expect(report.split(separator: "\n").count == 1 + labels.count { $0 == "-1" })
      #expect(last[0] == "-1" && last[1] == "noise" && last[2] == String(labels.count { $0 == "-1" }) && last[7] == "")
      let distances = try column("distance", of: stored.members)
      let strengths = try column("strength", of: stored.members)
      let outliers = try column("outlier", of: stored.members)
      for item in labels.indices {
        #expect(distances[item].isEmpty == (labels[item] == "-1" || item == 1))
        #expect(strengths[item].isEmpty == (item == 1) && outliers[item].isEmpty == (item == 1))
      }
      // One trial has no other seeds.
      #expect(try column("stability", of: stored.members).allSatisfy(\.isEmpty))
    }
  }

  @Test func aReportListsTheItemsOfAClusterTheNearestFirst() throws {
    try withFolder { folder in
      let run = try run(in: folder, clusterers: [.init(KMeans(clusters: 3))])
      let stored = try #require(try run.members(of: run.methods[0]))
      // The clusterer alone where it has one space.
      #expect(try ClustersReport(of: run, method: "kmeans").trial.method == run.methods[0])
      for asked in ["0", stored.clusters.rows[0][1], "k"] {
        let report = { try ClustersReport(of: run, method: "kmeans:visual", cluster: asked).text(as: .csv) }
        guard asked != "k" else {
          #expect(throws: ClustersError.self) { try report() }
          continue
        }
        let table = try StoredTable(csv: Data(report().utf8), path: "report")
        let distances = try column("distance", of: table).compactMap(Double.init)
        #expect(distances == distances.sorted() && distances.count == Int(stored.clusters.rows[0][2]))
        #expect(Set(try column("cluster", of: table)) == ["0"])
      }
      #expect(
        throws: ClustersError(.noMethod("kmean:visual", known: ["kmeans:visual"])),
        performing: { try ClustersReport(of: run, method: "kmean:visual") })
    }
  }
}
