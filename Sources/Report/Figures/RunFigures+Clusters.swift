import Figures
import Matrices
import Results

/// The clusters of the best method: their silhouettes, and a card for each.
extension RunFigures {
  func silhouetteFigures() throws -> [Named] {
    guard let stored = try folder.silhouettes(itemCount: run.record.dataset.items),
      let trial = run.trials.first(where: { $0.identity == stored.record.trial })
    else { return [] }
    let partition = try partition(of: trial)
    var values = [[Double]](repeating: [], count: partition.clusters)
    for (item, value) in zip(stored.items, stored.values) where partition.labels[item] >= 0 {
      values[Int(partition.labels[item])].append(value)
    }
    let clusters = ClusterFacts.all(of: partition, truth: truth).filter { !values[$0.id].isEmpty }.map { facts in
      SilhouetteChart.Cluster(
        name: facts.name, color: facts.color(hasTruth: truth != nil), size: facts.size, values: values[facts.id])
    }
    let sample = stored.record.sampleSeed.map {
      "; \(stored.items.count.grouped) of \(stored.record.clustered.grouped) items, drawn from each cluster with seed \($0)"
    }
    return [
      Named(
        name: "silhouette",
        figure: Figure(
          SilhouetteChart(clusters: clusters.sorted { $0.mean > $1.mean }, mean: stored.record.mean),
          title: title("silhouettes"),
          subtitle: method(of: trial) + "; below 0: nearer to another cluster than to its own" + (sample ?? "")))
    ]
  }

  /// How many cards stand on a page.
  private static let cardsOnPage = 12
  /// How many words of a cluster's captions are offered to its card.
  private static let mostWords = 12

  func cardFigures() throws -> [Named] {
    let items = run.record.dataset.items
    guard let (record, bytes) = try folder.cards(itemCount: items), !record.clusters.isEmpty,
      let trial = run.trials.first(where: { $0.identity == record.trial })
    else { return [] }
    let partition = try partition(of: trial)
    guard record.clusters.allSatisfy({ $0.id < partition.clusters }) else {
      throw ResultsError(
        .malformed(path: folder.path(of: "clusters/cards.json"), detail: "a cluster is not one of \(trial.clusters)"))
    }
    let facts = ClusterFacts.all(of: partition, truth: truth)
    let words = try folder.captions(itemCount: items).map { TypicalWords(captions: $0, partition: partition) }
    let count = record.clusters.reduce(0) { $0 + $1.items.count }
    let images =
      bytes.isEmpty
      ? nil : try RGBImages(count: count, height: record.height, width: record.width, bytes: bytes)
    var position = 0
    let cards = record.clusters.map { cluster in
      let places = Array(position..<position + cluster.items.count)
      position += places.count
      return ClusterCards.Card(
        name: facts[cluster.id].name, facts: describe(facts[cluster.id]),
        shares: facts[cluster.id].classes.map { .init(color: $0.classID, count: $0.count) },
        nearest: images == nil ? [] : Array(places.prefix(cluster.nearest.count)),
        farthest: images == nil ? [] : Array(places.dropFirst(cluster.nearest.count)),
        words: words?.words(of: cluster.id, most: Self.mostWords).map { ClusterCards.Word($0.text, count: $0.count) }
          ?? [])
    }
    return try pages(of: cards, record, trial, images)
  }

  private func pages(
    of cards: [ClusterCards.Card], _ record: ClusterCardRecord, _ trial: TrialRecord, _ images: RGBImages?
  ) throws -> [Named] {
    let pages = (cards.count + Self.cardsOnPage - 1) / Self.cardsOnPage
    let limit =
      record.total > cards.count ? "; the \(cards.count) largest of \(record.total.grouped) clusters" : ""
    return (0..<pages).map { page in
      let shown = cards[page * Self.cardsOnPage..<min((page + 1) * Self.cardsOnPage, cards.count)]
      let number = pages > 1 ? " (\(page + 1) of \(pages))" : ""
      return Named(
        name: pages > 1 ? "cards-\(page + 1)" : "cards",
        figure: Figure(
          ClusterCards(cards: Array(shown), images: images, classes: truth?.classes ?? []),
          title: title("clusters") + number,
          subtitle: method(of: trial) + limit, note: cardNote(shown)))
    }
  }

  /// How to read what the cards show.
  private func cardNote(_ cards: ArraySlice<ClusterCards.Card>) -> String {
    [
      cards.contains { !$0.shares.isEmpty }
        ? "The bar shows the true \(truth?.name ?? "class") of the items, the most common first. "
          + ClusterName.explanation(truth?.name ?? "class")
        : nil,
      cards.contains { !$0.words.isEmpty }
        ? "Words are those that set the cluster's captions apart, by log-odds, each with the number of captions that hold it."
        : nil,
    ].compactMap(\.self).joined(separator: " ")
  }

  private func describe(_ facts: ClusterFacts) -> [String] {
    [counted(facts.size, "item"), facts.purity.map { "purity " + NumberText.score($0, digits: 2) }]
      .compactMap(\.self)
  }

  /// Such as `kmeans on concatenation, seed 3, kappa .579`.
  private func method(of trial: TrialRecord) -> String {
    ["\(trial.clusterer) on \(trial.space), seed \(trial.seed)", firstScore(of: trial)].compactMap(\.self)
      .joined(separator: ", ")
  }
}
