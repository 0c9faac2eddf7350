import Core
import Figures
import Results

/// The clusters of the best method: their silhouettes, and a card for each.
extension RunFigures {
  func silhouetteFigures() throws -> [Named] {
    guard let silhouettes = try ClusterSilhouettes(of: stored) else { return [] }
    let record = silhouettes.record
    // One colour where there are more clusters than distinct ones.
    let isOneColor = truth == nil && silhouettes.clusters.count > Palette.distinct
    let clusters = silhouettes.clusters.map { facts, values in
      SilhouetteChart.Cluster(
        name: facts.name, color: isOneColor ? 0 : facts.color(hasTruth: truth != nil), size: facts.size, values: values)
    }
    let sample = record.sampleSeed.map {
      "; \(silhouettes.items.grouped) of \(counted(record.clustered, "item")), drawn from each cluster with seed \($0)"
    }
    return [
      Named(
        name: "silhouette",
        figure: Figure(
          SilhouetteChart(clusters: clusters.sorted { $0.mean > $1.mean }, mean: record.mean),
          title: title("silhouettes"),
          subtitle: method(of: silhouettes.trial) + "; the highest mean first; below 0: nearer to another cluster"
            + (sample ?? "")))
    ]
  }

  /// The number of cards on a page.
  private static let cardsOnPage = 12
  /// The number of items of noise in the place of the nearest ones of a cluster.
  private static let nearestOfNoise = 8

  func cardFigures() throws -> [Named] {
    guard let portraits = try ClusterPortraits(of: stored) else { return [] }
    let record = portraits.record
    let count = record.clusters.reduce(0) { $0 + $1.items.count }
    let images =
      portraits.bytes.isEmpty
      ? nil : try RGBImages(count: count, height: record.height, width: record.width, bytes: portraits.bytes)
    var position = 0
    let cards = portraits.clusters.map { cluster in
      let places = Array(position..<position + cluster.record.items.count)
      position += places.count
      return card(cluster, of: portraits, places: images == nil ? [] : places)
    }
    return try pages(of: cards, portraits, images, hasOwn: !stored.names(of: portraits.trial.identity).isEmpty)
  }

  /// - Parameter places: the positions of the images of the cluster's items; none without images.
  private func card(_ cluster: ClusterPortraits.Cluster, of portraits: ClusterPortraits, places: [Int])
    -> ClusterCards.Card
  {
    // The items of noise, drawn at random, take the places of both groups.
    let (items, isNoise) = (cluster.record.items, cluster.record.id < 0)
    let nearest = isNoise ? Self.nearestOfNoise : cluster.record.nearest.count
    func split<Value>(_ values: [Value]) -> (nearest: [Value], farthest: [Value]) {
      (Array(values.prefix(nearest)), Array(values.dropFirst(nearest)))
    }
    let captions = portraits.captions.map { captions in
      items.map { ClusterCards.Item(id: portraits.ids?[$0] ?? "", caption: captions[$0]) }
    }
    let (images, names) = (split(places), split(portraits.ids.map { ids in items.map { ids[$0] } } ?? []))
    let shown = split(captions ?? [])
    return ClusterCards.Card(
      name: cluster.facts.name, facts: describe(cluster.facts),
      shares: cluster.facts.classes.map { .init(color: $0.classID, count: $0.count) },
      nearest: images.nearest, farthest: images.farthest, nearestNames: names.nearest, farthestNames: names.farthest,
      nearestCaptions: shown.nearest, farthestCaptions: shown.farthest,
      selection: isNoise ? .random : .extremes,
      words: cluster.words.map { ClusterCards.Word($0.text, count: $0.count) },
      nouns: portraits.retrieved.flatMap { $0.cardLines(of: cluster.record.id) })
  }

  /// - Parameter hasOwn: true where clusters have names of their own.
  private func pages(
    of cards: [ClusterCards.Card], _ portraits: ClusterPortraits, _ images: RGBImages?, hasOwn: Bool
  ) throws -> [Named] {
    let pages = (cards.count + Self.cardsOnPage - 1) / Self.cardsOnPage
    let total = portraits.record.total
    // Noise has a card, and is no cluster.
    let clusters = portraits.clusters.count { $0.record.id >= 0 }
    let noise = clusters < cards.count ? ", and noise" : ""
    let limit = total > clusters ? "; the \(clusters) largest of \(counted(total, "cluster"))\(noise)" : ""
    return (0..<pages).map { page in
      let shown = cards[page * Self.cardsOnPage..<min((page + 1) * Self.cardsOnPage, cards.count)]
      let number = pages > 1 ? " (\(page + 1) of \(pages))" : ""
      return Named(
        name: pages > 1 ? "cards-\(page + 1)" : "cards",
        figure: Figure(
          ClusterCards(cards: Array(shown), images: images, classes: truth?.classes ?? []),
          title: title("clusters") + number,
          subtitle: method(of: portraits.trial) + limit, note: cardNote(shown, of: portraits, hasOwn: hasOwn)))
    }
  }

  /// The reading of what the cards show.
  private func cardNote(_ cards: ArraySlice<ClusterCards.Card>, of portraits: ClusterPortraits, hasOwn: Bool) -> String
  {
    return [
      cards.contains { !$0.shares.isEmpty }
        ? "Bar: the classes of the items in the label set \(truth?.name ?? "class"), the most common first. "
          + ClusterName.explanation(truth?.name ?? "class", hasOwn: hasOwn)
        : nil,
      cards.contains { $0.nearest.isEmpty && !$0.nearestCaptions.isEmpty && $0.selection == .extremes }
        ? "Captions: of the items nearest to the cluster's centre, and of the farthest."
        : nil,
      cards.contains { !$0.words.isEmpty } ? Self.wordNote(portraits.wordMethod) : nil,
      cards.contains { !$0.nouns.isEmpty } ? RetrievedNames.cardNote : nil,
    ].compactMap(\.self).joined(separator: " ")
  }

  private static func wordNote(_ method: String?) -> String {
    method.map { "Words: the heaviest of the cluster's captions by \($0), each with its number of occurrences." }
      ?? "Words: typical of the cluster's captions by log-odds, each with the number of captions that have it."
  }

  /// The size and the purity, with the number of items that it counts where the class of some is not known.
  private func describe(_ facts: ClusterFacts) -> [String] {
    let share = facts.labelled < facts.size ? " of \(facts.labelled.grouped) labelled" : ""
    return [
      counted(facts.size, "item"), facts.purity.map { "purity " + NumberText.score($0, digits: 2) + share },
    ]
    .compactMap(\.self)
  }

  /// Such as `kmeans on concatenation, seed 3, kappa .579`.
  private func method(of trial: TrialRecord) -> String {
    [trialName(trial), stored.firstScore(of: trial)].compactMap(\.self)
      .joined(separator: ", ")
  }
}
