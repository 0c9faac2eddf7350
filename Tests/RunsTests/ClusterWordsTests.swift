import Clustering
import Core
import Experiments
import Foundation
import Report
import Results
import Runs
import TestSupport
import Testing
import Words

/// The words of clusters that a run stores.
@Suite struct ClusterWordsTests {
  private static let things = ["red dogs", "blue birds", "green trees"]

  /// Three groups whose captions differ.
  private func experiment(in folder: String, words: WordOptions?) throws -> Experiment {
    try Samples.table(Samples.groups(rows: 120, columns: 5, classes: 3, spread: 3), to: folder + "/visual.csv")
    try Samples.write("kind\n" + (0..<120).map { "k\($0 % 3)\n" }.joined(), to: folder + "/labels.csv")
    try Samples.write(
      (0..<120).map { "a picture of the \(Self.things[$0 % 3])\n" }.joined(), to: folder + "/captions.txt")
    var experiment = Experiment(
      name: "words", features: [.init(name: "visual", file: "visual.csv")], spaces: [.init(name: "visual")],
      clusterers: [.init(KMeans(restarts: 2), name: "kmeans")], seeds: [0], scores: ["kappa"], words: words,
      folder: folder)
    experiment.dataset.labels = [.init(name: "kind", source: .table(.init(table: "labels.csv", column: "kind")))]
    experiment.dataset.captions = "captions.txt"
    return experiment
  }

  @Test func theWordsAreThoseOfTheClustersOfTheBestMethod() throws {
    try withFolder { path in
      let words = WordOptions(longestTerm: 2, top: 4)
      let run = try Runner(experiment(in: path, words: words), into: RunFolder(path: path + "/out")).run()
      let record = try #require(try run.clusterWords)
      let trial = try #require(run.representativeTrial())
      #expect(record.trial == trial.identity && record.options == words)
      let partition = try run.partition(of: trial)
      let captions = (0..<120).map { "a picture of the \(Self.things[$0 % 3])" }
      let counts = try TermCounts(captions, partition, Tokenizer(longestTerm: 2))
      #expect(record.clusters.map(\.id) == counts.clusterIDs.map { Int($0) })
      let expected = counts.typicalTerms(top: 4)
      #expect(record.clusters.map { $0.terms.map(\.text) } == expected.map { $0.map(\.text) })
      #expect(record.clusters.map { $0.terms.map(\.weight) } == expected.map { $0.map(\.weight) })
    }
  }

  /// Each change gives the words of a run that computes everything.
  @Test func wordsFollowTheExperiment() throws {
    try withFolder { path in
      let out = RunFolder(path: path + "/out")
      let choices: [WordOptions?] = [
        nil, .init(), .init(method: .tfidf), .init(method: .logOdds, top: 2), .init(stopWords: .none), nil,
      ]
      for words in choices {
        let experiment = try experiment(in: path, words: words)
        let run = try Runner(experiment, into: out).run()
        #expect(try run.clusterWords?.options == words)
        let fresh = try Runner(experiment, into: RunFolder(path: path + "/fresh"), isFresh: true).run()
        #expect(try fresh.clusterWords == run.clusterWords)
        #expect(FileManager.default.fileExists(atPath: out.path(of: "clusters/words.json")) == (words != nil))
      }
    }
  }

  @Test func wordsFollowTheCaptions() throws {
    try withFolder { path in
      let out = RunFolder(path: path + "/out")
      let experiment = try experiment(in: path, words: .init())
      let first = try #require(try Runner(experiment, into: out).run().clusterWords)
      try Samples.write((0..<120).map { "word\($0 % 2 == 0 ? "even" : "odd")\n" }.joined(), to: path + "/captions.txt")
      let second = try #require(try Runner(experiment, into: out).run().clusterWords)
      #expect(first.fingerprint != second.fingerprint)
      #expect(Set(second.clusters.flatMap { $0.terms.map(\.text) }) == ["wordeven", "wordodd"])
    }
  }

  @Test func theTableOfClustersHasTheWordsOfEveryMethod() throws {
    try withFolder { path in
      var experiment = try experiment(in: path, words: .init(top: 2))
      experiment.clusterers.append(.init(Agglomerative(), name: "tree"))
      for words in [WordOptions(top: 2), nil, WordOptions(longestTerm: 2, top: 3)] {
        experiment.words = words
        let run = try Runner(experiment, into: RunFolder(path: path + "/out")).run()
        #expect(run.methods.count == 2)
        for method in run.methods {
          let table = try #require(try run.members(of: method)).clusters
          let column = try #require(table.column("words"))
          let trial = try #require(run.trials(of: method).first)
          let captions = (0..<120).map { "a picture of the \(Self.things[$0 % 3])" }
          let partition = try run.partition(of: trial)
          // Without words of the experiment's own, those of the cards.
          let expected =
            try words.map { try $0.terms(of: captions, partition).map { $0.terms.map(\.text) } }
            ?? (0..<3).map { cluster in
              TypicalWords(captions: captions, partition: partition).words(of: cluster, most: 12).map(\.text)
            }
          #expect(table.rows.map { $0[column] } == expected.map { $0.joined(separator: "; ") })
          #expect(expected.allSatisfy { !$0.isEmpty })
        }
      }
    }
  }

  @Test func dendrogramsAndDescriptionsHaveTheWordsThatTheExperimentAsksFor() throws {
    try withFolder { path in
      var experiment = try experiment(in: path, words: .init(method: .tfidf, stopWords: .none))
      experiment.dataset.labels = []
      experiment.clusterers = [.init(Agglomerative(clusters: 3), name: "tree")]
      experiment.scores = ["silhouette"]
      experiment.figures = ["cards", "dendrogram"]
      func leaves(_ name: String) throws -> (text: String, descriptions: [Int: String]) {
        let run = try Runner(experiment, into: RunFolder(path: path + "/out")).run()
        let written = try RunFigures(of: run).redraw(
          [.dendrogram], as: FigureStyle(formats: ["svg"]), into: path + "/" + name)
        let text = try String(contentsOfFile: #require(written.paths.first), encoding: .utf8)
        let trial = try #require(run.trials.first)
        let descriptions = try ClusterDescriptions(
          captions: run.captions ?? [], partition: run.partition(of: trial), of: run)
        return (text, descriptions.texts)
      }
      let asked = try leaves("asked")
      #expect(asked.descriptions.count == 3 && asked.descriptions.values.allSatisfy { $0.contains("picture") })
      experiment.words = WordOptions(top: 1)
      let others = try leaves("others")
      // The top of the experiment is that of its clusters; raters and dendrograms have lengths of their own.
      #expect(
        others.descriptions.values.allSatisfy { $0.split(separator: ", ").count >= 3 }, "\(others.descriptions)")
      #expect(asked.text.contains("dogs, red, of") && !others.text.contains("dogs, red, of"))
      #expect(others.text.contains("dogs, red, picture"))
    }
  }

  @Test func wordsWithoutCaptionsAreAnError() throws {
    try withFolder { path in
      var experiment = try experiment(in: path, words: .init())
      experiment.dataset.captions = nil
      #expect(throws: RunError(.wordsWithoutCaptions)) {
        try Runner(experiment, into: RunFolder(path: path + "/out")).run()
      }
    }
  }
}
