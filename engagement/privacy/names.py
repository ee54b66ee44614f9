"""Given names and surnames that tell a name where the words around it do not.

“I’m Anna” says a name and “I’m Catholic” does not, and Persian has no capitals. The
lists hold common names of the five languages, and of Spanish speakers in the city.
Names that are plain words as well are left out, unless a capital tells them apart.
"""


def one_of(words: str) -> str:
    """Return the words of ``words`` as choices, the longer before the shorter."""
    return "|".join(sorted(set(words.split()), key=lambda one: (-len(one), one)))


ENGLISH = """
Aaron Abigail Adam Ahmed Aisha Alan Albert Alex Alexander Alexis Alice Alicia Allison
Alyssa Amanda Amy Andrea Andrew Angela Angie Anil Ann Anna Anne Annette Anthony Arthur
Ashley Audrey Bailey Barbara Beatrice Becky Ben Benjamin Beth Bethany Betty Bill Bob
Bobby Bonnie Brad Bradley Brandi Brandon Brenda Brett Brian Brittany Brooke Bruce
Caitlin Caleb Cameron Candice Carl Carla Carol Caroline Carrie Casey Cassandra
Catherine Cathy Chad Charles Charlie Chelsea Cheryl Chloe Chris Christina Christine
Christopher Cindy Claire Clara Clarence Clayton Cody Colleen Connie Corey Courtney
Craig Crystal Curtis Cynthia Dan Dana Daniel Danielle Darlene Darrell Darren Dave
David Debbie Deborah Debra Deepa Denise Dennis Derek Desiree Diana Diane Dominic
Donald Donna Doris Dorothy Doug Douglas Drew Duane Dustin Dylan Edward Edwin Eleanor
Elena Elizabeth Ella Ellen Emily Emma Eric Erica Ernest Ethan Eugene Evan Evelyn
Fatima Fiona Frances Francis Frank Fred Gabriel Gary Geoffrey George Gerald Gilbert
Gina Glenn Gloria Gordon Grace Greg Gregory Hailey Haley Hannah Harold Harry Hassan
Hayden Heather Helen Henry Holly Ian Isaac Isabel Isabella Jack Jackie Jacob
Jacqueline Jake James Jamie Jane Janet Janice Jared Jasmine Jason Javon Jean Jeanette
Jeff Jeffrey Jennifer Jenny Jeremy Jermaine Jerry Jessica Jessie Jill Jillian Jim
Jimmy Joan Joann Joanna Joanne Jocelyn Jodi Joe Joel John Johnny Jonathan Jordan
Joseph Josh Joshua Joyce Juan Judith Judy Julia Julie Justin Karen Kate Katelyn
Katherine Kathleen Kathryn Kathy Katie Katrina Kayla Keith Kelly Kelsey Ken Kendra
Kenneth Kerry Kevin Kim Kimberly Kirk Kristen Kristin Kristina Krystal Kurt Kyle Lance
Larry Latasha Laura Lauren Lawanda Lawrence Leah Leo Leonard Leroy Leslie Linda
Lindsay Lindsey Lisa Lloyd Logan Lonnie Lori Louis Louise Lucas Lucy Luke Luther Lynn
Mackenzie Madison Malik Mallory Manuel Marc Marcia Marcus Margaret Maria Marie Marilyn
Marissa Mark Martha Martin Marvin Mary Matt Matthew Maureen Maurice Max Megan Mei
Melanie Melinda Melissa Mia Michael Michelle Mike Ming Miranda Mitchell Mohammed Molly
Monica Morgan Nancy Natalie Nathan Nathaniel Neal Neil Nicholas Nichole Nick Nicole
Nina Noah Nora Norma Norman Oliver Olivia Omar Oscar Owen Paige Pamela Patricia
Patrick Paul Paula Peggy Pete Peter Phil Philip Phillip Phyllis Preston Priya Rachel
Raj Ralph Randy Raymond Rebecca Regina Renee Rhonda Richard Rick Ricky Robert Roberta
Robin Robyn Rodney Roger Ron Ronald Ronnie Rosa Rosie Ross Roxanne Roy Russell Ruth
Ryan Sabrina Sally Sam Samantha Samuel Sandra Sara Sarah Scott Sean Seth Shane Shannon
Sharon Shawn Sheila Shelby Sheri Sherry Shirley Sierra Simon Sonya Sophia Sophie
Spencer Stacey Stacy Stephanie Stephen Steve Steven Stuart Sunita Susan Sylvia Tabitha
Tamara Tammy Tanner Tanya Tara Taylor Ted Teresa Terri Terry Theodore Theresa Thomas
Tiffany Tim Timothy Tina Todd Tom Tommy Toni Tony Tonya Tracey Tracy Travis Trevor
Tricia Tristan Tyler Valerie Vanessa Vernon Veronica Vicki Vickie Victor Victoria
Vincent Virginia Vivian Walter Wanda Wayne Wei Wendy Wesley Whitney William Willie
Yvette Yvonne Zachary Zachery Zoe
"""
SPANISH = """
Alejandra Alejandro Alma Ana Andrés Angélica Antonio Arturo Beatriz Blanca Carlos
Carmen Cecilia Claudia Consuelo Cristina Diego Eduardo Elvira Enrique Esperanza
Esteban Fernando Francisco Gabriela Gerardo Graciela Guadalupe Guillermo Gustavo
Hector Hugo Héctor Ignacio Irma Javier Jesús Jorge Jose Josefina José Juana Leticia
Lourdes Luis Luisa Lupe Lupita Manuel Marcos Margarita Mariana Marisol Mateo Mercedes
Miguel Mónica Pablo Patricia Pedro Pilar Rafael Ramon Ramón Raul Raúl Ricardo Roberto
Rocío Rodrigo Rosario Santiago Sergio Silvia Sofía Teresa Valentina Verónica Ximena
Yolanda Ángel
"""
VIETNAMESE = """
Bình Bích Bảo Chi Châu Cúc Cường Diễm Diệp Diệu Dung Duy Dũng Giang Hang Hanh Hien
Hieu Hiếu Hiền Hoa Hong Hoà Hung Huong Huy Huyen Huyền Huệ Hòa Hùng Hương Hạnh Hằng
Hồng Khanh Khoa Khánh Kiên Lan Lien Linh Liên Loan Long Mai Minh My Nam Nga Ngan Nghĩa
Ngoc Nguyên Ngân Ngọc Nhi Nhung Nhân Như Oanh Phong Phuc Phuong Phúc Phương Quang
Quynh Quyên Quân Quỳnh Sơn Tam Thanh Thao Thu Thuy Thành Thúy Thư Thảo Thắm Thắng Thủy
Tien Tiến Trang Trinh Trung Trâm Trí Tuan Tuyet Tuyết Tuấn Tâm Tân Tú Uyên Vinh Việt
Vy Vân Xuân Yen Yến Ánh Đạt Đức
"""
POLISH = """
Adam Agata Agnieszka Ala Aleksander Aleksandra Alicja Amelia Andrzej Ania Anna Antek
Antoni Antonina Artur Asia Barbara Bartek Bartosz Basia Beata Bernadeta Bogdan
Bogumiła Bogusia Bolek Bożena Celina Czesław Czesława Damian Danusia Danuta Daria
Dawid Dmytro Dominik Dominika Dorota Edward Edyta Ela Elżbieta Emilia Ewa Ewelina
Felicja Filip Franciszek Franek Gabriela Genowefa Gosia Grażyna Grzegorz Grzesiek
Halina Hania Hanna Helena Henryk Ilona Irena Iryna Iwona Iza Izabela Jacek Jadwiga
Jagoda Jakub Jan Janek Janina Janusz Jarek Jarosław Jasiek Jerzy Joachim Joanna Jola
Jolanta Jozef Julia Jurek Justyna Józef Józefa Jędrek Kacper Kamil Kamila Karol
Karolina Kasia Katarzyna Kazimiera Kazimierz Kinga Klaudia Krysia Krystian Krystyna
Krzysiek Krzysztof Kuba Lech Lena Leszek Lidia Lucyna Ludwik Maciej Maciek Magda
Magdalena Maja Maks Marcin Marek Maria Marian Marianna Mariola Mariusz Marta Marysia
Marzena Mateusz Małgorzata Michał Mieczysław Mikołaj Milena Mirek Mirosław Mirosława
Monika Natalia Natalija Nikodem Nikola Oksana Ola Olek Oleksandr Olena Olha Oliwia
Patrycja Patryk Paulina Paweł Piotr Piotrek Przemek Przemysław Radek Radosław Rafał
Renata Robert Roman Romuald Ryszard Sabina Sebastian Stanisław Stanisława Staszek
Stefan Stefania Sylwester Sylwia Szymon Sławek Sławomir Tadek Tadeusz Teresa Tetiana
Tomasz Tomek Ula Urszula Wacek Wacław Waldemar Wanda Weronika Wiesław Wiesława Wiktor
Wiktoria Wioletta Witold Wojciech Wojtek Wołodymyr Władysław Włodzimierz Zbigniew
Zbyszek Zdzisław Zenon Zofia Zosia Zuzanna Zuzia Zygmunt Łucja Łukasz Żaneta
"""
ITALIAN = """
Adriana Adriano Agnese Ahmed Alba Alberto Alessandra Alessandro Alessia Alessio
Alfredo Alice Ambra Amina Andrea Angela Angelo Anita Anna Annalisa Antonella Antonia
Antonio Arianna Armando Assunta Aurora Barbara Beatrice Benedetta Bianca Bruna Bruno
Camilla Carla Carlo Carlotta Carmela Carmelo Caterina Cecilia Chiara Cinzia Cipriano
Claudia Claudio Concetta Corrado Cosimo Cristiano Cristina Damiano Daniela Daniele
Dario Davide Debora Diego Domenico Domiziana Donatella Donato Edoardo Elena Eleonora
Elia Eliana Elisa Elisabetta Emanuela Emanuele Emiliana Emiliano Emilio Emma Enrico
Enza Enzo Erica Ester Ettore Eugenio Eva Fabiana Fabiano Fabio Fabrizio Fatou Federica
Federico Ferdinando Filippo Fiorella Flavia Floriana Francesca Francesco Gabriele
Gaetano Gennaro Giacomo Giada Gianna Gianni Ginevra Gino Giorgia Giorgio Giovanna
Giovanni Giulia Giuliana Giuliano Giulio Giuseppe Giuseppina Graziano Greta Guido
Ilaria Immacolata Ioana Ion Irene Ivana Laura Leonardo Letizia Lidia Liliana Ling
Lorenza Lorenzo Luca Lucia Luciana Luciano Ludovica Luigi Luigia Luisa Maddalena
Manuela Marcello Marco Margherita Maria Mariano Marina Mario Marisa Marta Martina
Martino Massimiliano Massimo Matilde Matteo Mattia Maurizio Mauro Michela Michele
Mihai Milena Mimmo Mirella Monica Natale Nicola Nicoletta Nunzia Oriana Ornella Paola
Paolo Pasquale Patrizia Pierluigi Piero Pietro Pina Pino Raffaele Raffaella Renato
Renzo Riccardo Rita Roberta Roberto Rocco Rosa Rosalba Rosanna Rosaria Sabrina
Salvatore Samuele Sandra Sandro Sara Sebastiano Silvana Silvia Silvio Simona Simone
Sofia Sonia Stefania Stefano Susanna Tania Teresa Tiziana Tiziano Tommaso Ugo Umberto
Valentina Valeria Valerio Vanessa Veronica Vincenza Vincenzo Vito Vittoria Vittorio
Viviana Walter Yasmin
"""
PERSIAN_IN_LATIN = """
Abbas Ali Amir Arash Arezoo Atefeh Azadeh Azar Babak Bahar Bahram Behnaz Behrouz Bijan
Dariush Ebrahim Ehsan Elham Elnaz Farhad Fariba Farid Farzaneh Fatemeh Fereshteh
Ghazal Golnaz Hadi Hamid Hossein Iman Iraj Jafar Javad Kambiz Kamran Kaveh Kian
Kourosh Ladan Laleh Leila Mahin Mahmoud Mahnaz Mahsa Majid Mandana Manouchehr Maryam
Masoud Mehdi Mehrdad Milad Mina Mitra Mohammad Mohsen Mojgan Morteza Mostafa Nader
Nahid Narges Nasrin Nazanin Negar Niloofar Omid Parisa Parvin Parviz Payam Pouya Ramin
Reza Roya Saeed Saeid Sahar Samaneh Setareh Shahin Shahram Shirin Simin Sina Soheila
Soraya Taraneh Yasaman Yousef Zahra Zeinab Zohreh
"""
GIVEN = one_of(
    " ".join((ENGLISH, SPANISH, VIETNAMESE, POLISH, ITALIAN, PERSIAN_IN_LATIN))
)

GIVEN_FA = one_of("""
آتنا آذر آذین آراد آرتین آرزو آرش آرشام آرمان آرمیتا آرمین آروین آریا آرین آزاده آزیتا
آسیه آمنه آناهیتا آوا آیدا آیدین آیلار آیلین آیناز ابراهیم احسان احمد اردشیر ارسطو
ارسلان اسحاق اسدالله اسرا اسما اسماعیل اشرف اشکان اصغر اعظم افسانه افسون افشین اقدس
النا الناز الهام الهه الیاس الینا امیر امیرحسین امیرعلی امین انسیه اکبر اکرم ایرج
ایلیا ایمان بابک باران باقر بتول بردیا برزو بنفشه بنیامین بهادر بهار بهاره بهجت بهداد
بهرام بهرنگ بهروز بهزاد بهمن بهناز بیتا بیژن ترانه ترگل تهمینه تورج ثریا ثمین ثنا جعفر
جلال جمال جمشید جمیله جهانگیر جواد حامد حبیب حبیبه حدیث حسام حسن حسنا حسین حلما حلیمه
حمید حمیدرضا حنانه حیدر خاطره خدیجه خسرو خلیل داریوش دانیال داوود درسا دلارام ذبیح
راضیه رامین رحمان رحیم رسول رضا رقیه رها روزبه روشنک روژان رویا ریحانه زری زهرا زهره
زکیه زیبا زینب سارا ساره سارینا ساسان سام سامان سامیار سبحان ستاره ستایش سجاد سحر سعید
سعیده سلمان سلیمان سمانه سمیرا سمیه سهراب سهند سهیل سهیلا سودابه سوسن سوگند سپهر سپیده
سکینه سیامک سیاوش سیروس سیما سیمین سینا شاهرخ شاهین شایان شبنم شراره شروین شقایق شهاب
شهرام شهرزاد شهره شهریار شهلا شهناز شهین شکوفه شیدا شیرین شیما شیوا صادق صبا صدف صدیقه
صغری صفورا طاها طاهر طاهره طلعت طناز طوبی طیبه عارف عاطفه عباس عبدالله عذرا عرفان عسل
عصمت عطا علی علیرضا عماد غزاله غزل غلامرضا فائزه فاطمه فتانه فخری فرامرز فرانک فرح
فرحناز فرخ فرخنده فردین فرزاد فرزانه فرزین فرشاد فرشته فرشید فرناز فرهاد فروزان فروغ
فریبا فرید فریده فریدون فهیمه فیروز فیروزه قاسم قدسی قمر لادن لاله لعیا لیلا لیلی
مائده ماندانا مانی ماهان مبین مبینا متین مجتبی مجید محبوبه محدثه محسن محمد محمدحسین
محمدرضا محمود محیا مرتضی مرجان مرضیه مریم مسعود مصطفی معصومه ملیحه ملیکا منصور منصوره
منوچهر منیر منیره منیژه مهتاب مهدی مهدیس مهدیه مهراد مهران مهرداد مهرناز مهری مهسا
مهشید مهناز مهوش مهیار مهین موسی مونا مژده مژگان میترا میثم میلاد مینا نادر نادیا
نازنین ناصر ناهید نجمه نرجس نرگس نسترن نسرین نسیم نصرت نفیسه نوشین نوید نگار نگین
نیایش نیلوفر نیما هادی هاشم هانیه هدی هدیه هلیا هما هوشنگ هومن پارسا پانته‌آ پدرام
پرستو پرنیا پرنیان پرهام پروانه پرویز پروین پریا پریسا پریناز پریوش پوران پوریا پویا
پژمان پگاه پیمان ژاله ژیلا ژینا کاظم کامبیز کامران کاوه کبری کتایون کوثر کوروش کیان
کیانا کیانوش کیمیا کیوان گلاره گلبهار گلنار گلناز گیتی یاسر یاسمن یاسمین یاسین یحیی
یدالله یسنا یعقوب یلدا یوسف یونس یگانه
""")
# Many surnames are also plain words with an ending, so that only common ones are told
SURNAMES_FA = one_of("""
ابراهیمی احدی احمدزاده احمدی اخوان ارجمند اسدی اسلامی اسماعیلی اسکندری اصغری اصفهانی
افشار افشاری الهی امامی امیدی امیری امینی انصاری اکبری ایزدی بابایی باقری برزگر بهرامی
بهروزی بهشتی بیات تبریزی ترکاشوند تقوی تقی‌زاده تهرانی توسلی توکلی جباری جعفری جلالی
جلیلی جمالی جمشیدی جهانگیری جوادی حاتمی حبیبی حجتی حسنی حسینی حسین‌زاده حقیقی حمیدی
حکیمی حیدری خادمی خانی خدادادی خراسانی خسروی خلیلی داوودی درویشی دهقان دهقانی ذاکری
رجبی رحمانی رحمتی رحیمی رستمی رسولی رشیدی رضایی رضوانی رضوی رفیعی رنجبر روحانی زارع
زارعی زمانی زندی سبحانی ستاری سرمدی سعیدی سلطانی سلیمانی سلیمی سهرابی شاهینی شاکری
شجاعی شریعتی شریفی شفیعی شهابی شیخی شیرازی صابری صادقی صالحی صباغ صدری صفایی صفری صمدی
طالبی طاهری طباطبایی طهماسبی عابدی عباسی عبدالهی عربی عزیزی عسگری عطایی عظیمی علوی
علیخانی علیزاده غفاری غلامی فاضلی فتحی فراهانی فرجی فرهادی فروتن فریدی فلاح فلاحی
قائمی قادری قاسمی قاضی قربانی قنبری لطفی محبی محسنی محمدزاده محمدی محمودی مختاری مددی
مرادی مرتضوی مردانی مظفری معصومی معینی مقدم ملکی منصوری مهدوی موحد موسوی مولایی
میرزاده میرزایی نادری ناصری نامداری نجفی نصیری نظری نعمتی نقوی نوروزی نوری نیکبخت
نیک‌نام هاشمی همایونی همتی همدانی وحیدی وکیلی پناهی چراغی کاشانی کاظمی کرمانی کرمی
کریمی کمالی کیانی گلستانی گودرزی یزدانی یعقوبی یوسفی
""")

# Vietnamese surnames: nine in ten people have one of these
SURNAMES_VI = one_of("""
Bui Bùi Cao Chu Dang Dương Hoang Hoàng Huynh Huỳnh Hồ Kiều Lâm Lê Lý Lưu Lương Mạc
Nguyen Nguyễn Ngô Pham Phan Phùng Phạm Quách Thái Tran Triệu Truong Trương Trần Trịnh
Tô Tôn Tăng Tạ Võ Vũ Vương Đinh Đoàn Đào Đặng Đỗ
""")
