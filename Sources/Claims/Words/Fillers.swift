/// The words that carry no claim: articles, auxiliary verbs, adverbs of reports, and the nouns beside the names of a table.
enum Fillers {
  static let all: [String] =
    words.split(whereSeparator: \.isWhitespace).map(String.init) + Lexicon.split(phrases) + groupings

  private static let words = """
    a an the this these those it its itself they them he there here is are was were be been being am has have had having does do did
    done gives give gave given yields yield yielded yielding produces produce produced producing obtains obtain obtained obtaining
    gets get got getting delivers deliver delivered provides provide provided works work worked working behaves behave scored scoring clusters cluster clustered clustering clusterings
    groups group grouped grouping separates separate separated partitions partition recovers recover recovered recovering
    shows show showed shown showing indicates indicate indicated indicating means signifies suggests denotes amounts amount
    counts lies lie lay lying stands stand stood sits sit remains remain remained stays stay stayed proves prove proved
    proven turns turned comes come came coming goes go went ends end ended makes make made making takes take took brings bring brought
    bringing leads results resulting records record recorded registers register registered posts post posted represents constitutes
    constitute corresponds correspond holds hold held applies apply appears appear seems seem emerges emerge emerged
    finds found find observed seen evident apparent visible noted note
    features feature embeddings embedding representation representations descriptors descriptor
    encodings encoding part side view views channel channels modality modalities signal signals variant
    ones agree agrees agreed agreeing accord accords clusterer algorithm model models baseline classes class labels label truth categories category groups ground-truth ground true
    actual real correct right
    alone own themselves itself individually separately respective
    copes cope handles handle deals deal fares fare suits suit suited rounded rounds round rounding exactly precisely mark lands land landed landing settles settle settled outcome outcomes table row band bands already overall total general average averaged mean means
    however moreover furthermore thus hence therefore indeed overall consequently accordingly additionally again too also
    still even likewise conversely meanwhile nevertheless nonetheless notably interestingly surprisingly remarkably
    unsurprisingly unexpectedly importantly specifically finally thereby besides so then now
    consistently uniformly invariably throughout everywhere
    run runs seed seeds pass experiment experiments trial trials repetition repetitions replicate replicates
    use uses used apply choice chosen taken such way fashion manner whole entire full
    terms term regard respect regards concerned concerns judged judging measured measuring evaluated evaluating assessed according
    looking looks look looked one's considered considering basis level levels degree extent
    plain simple simply mere merely raw pure purely ordinary straightforward standard
    resnet resnet-50 clip minilm encoder
    out off up down away namely i.e. e.g. viz
    obtainable attainable achievable possible
    place places put puts placed assign assigns assigned assigning
    setting
    quite rather very fairly really truly
    other others remaining rest
    alike always constantly as such
    """

  private static let phrases = """
    on its own, on their own, by itself, by themselves, taken alone, used alone, in isolation, on average, in general, in total,
    in particular, in fact, in turn, in contrast, by contrast, in comparison, by comparison, for example, for instance, in addition,
    of course, after all, as expected, as a result, as a whole, as well, at all, at the same time, on the other hand, on the whole,
    in terms of, with respect to, with regard to, as regards, judged by, judging by, measured by, measured in, as measured by,
    according to, in terms, when it comes to, regarding, as far as, is concerned, are concerned, going by, by the measure of,
    in the sense of, expressed in, evaluated by, assessed by, when judged by, when measured by, on the basis of, from the point of view of,
    we find that, we found that, we observe that, we observed that, we see that, we saw that, we note that, it turns out that,
    it turned out that, it can be seen that, one can see that, our results show that, the results show that, results show that,
    our experiments show that, the experiments show that, as can be seen, it is clear that, it is evident that, this shows that,
    this means that, our results indicate that, the results indicate that, the data show that, the numbers show that, we can see that,
    the results suggest that, the figures show that, our numbers show that, shows that, show that, reveals that, reveal that, indicates that,
    to be, turns out to be, turn out to be, turned out to be, proves to be, prove to be, proved to be, found to be, was found to be,
    appears to be, seems to be, can be said to, can be called, can be considered, is considered, be regarded as, counts as, count as,
    qualifies as, qualify as, is regarded as, may be called, falls into the band of, is classed as, is described as, is called, is in the range of,
    can be described as, amounts to, amount to, corresponds to, correspond to, comes down to, stands for, points to, leads to, lead to, led to, translates into, translate into, results in, result in, resulted in, gives rise to,
    true class, true classes, true labels, true label, ground truth, the classes, class labels, the labels, the true classes, the true partition, the reference classes,
    true groups, true categories, class structure, actual classes, the real classes,
    over the ten seeds, over ten seeds, over all seeds, over all ten seeds, over the seeds, across seeds, across the seeds, across ten seeds, across the ten seeds,
    averaged over seeds, averaged over the seeds, averaged over ten seeds, averaged over the ten seeds, averaged over all seeds, averaged across seeds, over 10 seeds,
    across all seeds, across all ten seeds, averaged over all ten seeds, mean over seeds, mean over the seeds, mean over ten seeds, mean over the ten seeds, on average over the seeds, on average over ten seeds, on average over the ten seeds,
    as high, as large, as great, as strong, as well, as much as, as a representation, as representation, representation of the images, of the images, of the photographs, of the items, of the pictures,
    the quality of the clusters, the quality of the clustering, quality of the clusters,
    compared, one looks at, one considers, is used, are used, is chosen, are chosen, was used, were used, is taken, are taken, is applied, are applied, one uses, we use, we look at, is looked at, is considered, are considered, we consider, one takes, you look at,
    to cluster, to clustering, for clustering, when clustering, when clustered, once clustered, when they are clustered, in clustering, when clustered by, as features, as input, as inputs,
    by the, of them, of these, of those, among them, among these, of the two, in this table, in the table, of the table, in our table, in our experiments, in our results, in the experiments, in our tests, in our data,
    in this respect, in this comparison, in our comparison, in our study, on this data set, on this dataset, on our data, on these data, in this experiment,
    that of, those of, that with, those with, the one of, the ones of, that for, that on, those on, those for, than that, than those,
    without exception, without any exception, in all respects, of all, belongs to, belong to, goes to, go to, falls to, is due to, comes from, does so, do so, did so, is so, it does, they do, is the case, holds true, the fact that, it is, there is, there are, there was, there were,
    true for, holds for, applies to, can be seen, the other,
    gaussian components, full covariances, its value, their value, its score, its scores, its kappa's, its result, its results, scale of landis and koch, on the scale of landis and koch, by landis and koch, in the sense of landis and koch,
    landis and koch, landis and koch's scale, in landis and koch's terms, in the terms of landis and koch, by the scale of landis and koch, by the bands of landis and koch, according to landis and koch, on landis and koch's scale, by landis and koch's bands, in landis and koch's sense, after landis and koch, landis-koch,
    5 % level, at the 5 % level, at 5 %, at the level of 5 %, at the .05 level, at α = .05, at the 5% level, at 5%, at the 0.05 level, after correction, after the correction, after holm's correction, after correction for multiple comparisons, after holm correction, corrected, after correcting for multiple comparisons, in the test, in the tests, in the corrected test, by the test, holm-corrected, in a paired test, in a statistical sense
    """

  /// Phrases for clustering itself, such as `group the photographs into the true classes`.
  private static let groupings: [String] = {
    var phrases: [String] = []
    for verb in [
      "group", "groups", "cluster", "clusters", "sort", "sorts", "separate", "separates", "assign", "assigns", "put",
      "puts",
      "partition", "partitions", "recover", "recovers", "divide", "divides", "grouping", "clustering", "sorting",
      "separating", "split", "splits",
    ] {
      for noun in ["the images", "images", "the photographs", "the pictures", "the photos", "the items"] {
        phrases.append("\(verb) \(noun)")
        for place in [
          "into the true classes", "into their classes", "into their true classes", "into the classes", "by class",
          "by their class",
          "into groups", "to the classes", "into the right classes", "to their classes", "into clusters",
          "into their true groups",
        ] { phrases.append("\(verb) \(noun) \(place)") }
      }
    }
    return phrases + [
      "into the true classes", "into the classes", "into their true classes", "the class of the images",
      "into their classes",
    ]
  }()
}
